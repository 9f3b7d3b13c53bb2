# Packages from npm, each pinned by its version and by what its archive hashes to: no lock file, which would hold
# a registry's address, and no package that another one asks for.
find_program(LOGITBENCH_NPM npm)
set(logitbench_npm_script ${CMAKE_CURRENT_LIST_DIR}/fetch_npm_package.cmake)

# logitbench_npm_package(name version sha256 [file...]): lies in build/npm/<name>/package when <name>_fetched
# is built. Of the files that are named, else all.
function(logitbench_npm_package name version sha256)
  set(folder ${CMAKE_BINARY_DIR}/npm/${name})
  set(npm)
  if(LOGITBENCH_NPM)
    set(npm ${LOGITBENCH_NPM})
  endif()
  add_custom_command(OUTPUT ${folder}/package/package.json
    COMMAND ${CMAKE_COMMAND} -DNPM=${npm} -DPACKAGE=${name}@${version} -DSHA256=${sha256} -DFOLDER=${folder}
            "-DFILES=${ARGN}" -P ${logitbench_npm_script}
    DEPENDS ${logitbench_npm_script} COMMENT "Fetching ${name} ${version} from npm" VERBATIM)
  add_custom_target(${name}_fetched ALL DEPENDS ${folder}/package/package.json)
endfunction()
