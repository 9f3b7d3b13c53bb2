# The page's modules, each after those that it imports from.
set(report_modules page_data.js dom.js format.js theme.js chart.js line_styles.js series_list.js curve_options.js
  curve_words.js curves.js sweep_marks.js sweep_options.js sweep_view.js comparison.js class_tables.js answer.js
  findings.js claims.js run_columns.js runs_table.js provenance.js main.js)
