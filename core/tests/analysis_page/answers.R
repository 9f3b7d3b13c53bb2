# As answers.py, for R: Rscript answers.R PAGE OUT NAME...
words <- commandArgs(trailingOnly = TRUE)
page <- readLines(words[1])
begins <- which(page == "```r")
for (begin in begins) {
  end <- begin + which(page[-seq_len(begin)] == "```")[1]
  eval(parse(text = page[(begin + 1):(end - 1)]))
}
for (name in words[-(1:2)]) {
  answer <- do.call(data.frame, c(get(name), check.names = FALSE)) # columns of columns side by side
  names(answer) <- sub("^value\\.", "", names(answer))
  numbers <- sapply(answer, is.numeric)
  answer[numbers] <- lapply(answer[numbers], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
  write.csv(answer, file.path(words[2], paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
}
