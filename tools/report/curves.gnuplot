# Draws the README's picture from a curves.csv and its runs.csv: two panels, what notebook 004's
# accuracy function says and what is true.
#   gnuplot -e "folder='results/mnist37_losses'; output='curves.svg'" tools/report/curves.gnuplot
set terminal svg size 960,480 font "sans-serif,13" background rgb "white"
set output output
set datafile separator ","
set datafile missing "nan"

# Points of one run's metric, seed 0: joins runs.csv (loss, lr, shuffle, seed) to curves.csv.
points(loss, lr, shuffle, metric) = sprintf( \
  "< awk -F, -v loss=%s -v lr=%s -v shuffle=%s -v metric=%s ".\
  "'FNR==NR { if (FNR==1) { for (i=1;i<=NF;i++) c[$i]=i } ".\
  "else if ($c[\"loss\"]==loss && $c[\"optimizer.lr\"]+0==lr+0 && $c[\"train.shuffle\"]==shuffle && $c[\"seed\"]==0) id=$1; next } ".\
  "$1==id && $4==\"valid\" && $5==metric && $2>0 { print $2 \",\" $6 }' %s/runs.csv %s/curves.csv", \
  loss, lr, shuffle, metric, folder, folder)

set multiplot layout 1,2 margins 0.07,0.97,0.37,0.90 spacing 0.07
set border 3 lc rgb "#555555"
set tics nomirror textcolor rgb "#333333"
set xrange [1:10]
set yrange [0:1]
set xlabel "epoch"
set grid ytics lc rgb "#dddddd"
set key outside below center horizontal maxcols 3 samplen 2 spacing 1.2 font ",11"

do for [metric in "p0_batch_mean_accuracy accuracy"] {
  if (metric eq "accuracy") { set title "accuracy: what was there"; unset key } \
  else { set title "p0\\_batch\\_mean\\_accuracy: what notebook 004 printed"; \
         set key at screen 0.5,0.02 center bottom horizontal maxcols 3 samplen 2 spacing 1.2 font ",11" }
  plot points("mnist_loss", "1", "false", metric) u 1:2 w lp lw 2 pt 7 ps 0.5 lc rgb "#4477aa" t "mnist\\_loss", \
       points("softmax_log_nll", "1", "false", metric) u 1:2 w lp lw 2 pt 7 ps 0.5 lc rgb "#ee6677" t "softmax\\_log\\_nll (NaN)", \
       points("cross_entropy", "1", "false", metric) u 1:2 w lp lw 2 pt 7 ps 0.5 lc rgb "#228833" t "cross\\_entropy", \
       points("softmax_prob", "1", "false", metric) u 1:2 w lp lw 2 pt 7 ps 0.5 lc rgb "#ccbb44" t "softmax\\_prob, minimized", \
       points("cross_entropy", "1", "true", metric) u 1:2 w lp lw 2 pt 7 ps 0.5 lc rgb "#66ccee" t "cross\\_entropy, shuffled"
}
unset multiplot
