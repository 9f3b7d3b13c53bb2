# Makes the one page of its parts: style, ECharts and our modules stand inside it, in place of the marks
# in page.html. In script mode:
#   cmake -DPARTS=tools/report -DECHARTS=echarts.min.js -DOUT=report.html -P make_page.cmake
# Without ECharts no page is made, which `logitbench report` then says.
if(NOT EXISTS ${ECHARTS})
  file(REMOVE ${OUT})
  return()
endif()
include(${PARTS}/modules.cmake)

# Our modules become one script, each in a function of its own that returns what it exports: names that it keeps
# to itself are no one else's. An export is a declaration, and an import takes it by its own name.
set(script "\"use strict\";\n")
foreach(name IN LISTS report_modules)
  file(READ ${PARTS}/${name} module)
  string(REGEX MATCHALL "(^|\n)export [a-z]+ [A-Za-z]+" exports "${module}")
  list(TRANSFORM exports REPLACE "\n?export [a-z]+ " "")
  list(JOIN exports ", " exports)
  string(REGEX REPLACE "(^|\n)import [^\n]*" "\\1" module "${module}")
  string(REGEX REPLACE "(^|\n)export " "\\1" module "${module}")
  string(APPEND script "\n// ${name}\nconst { ${exports} } = (() => {\n${module}return { ${exports} };\n})();\n")
endforeach()
file(READ ${ECHARTS} echarts)
file(READ ${PARTS}/style.css style)
file(READ ${PARTS}/page.html page)
foreach(part IN ITEMS script echarts)
  # Nothing in a script may end its element.
  string(REPLACE "</script" "<\\/script" ${part} "${${part}}")
endforeach()
foreach(part IN ITEMS style echarts script)
  string(FIND "${page}" "/* place of ${part} */" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "page.html has no place of ${part}")
  endif()
  string(REPLACE "/* place of ${part} */" "${${part}}" page "${page}")
endforeach()
file(WRITE ${OUT} "${page}")
