# SPDX-License-Identifier: Apache-2.0
#
# cmake -DBUILD=DIR -DTARGETS="a;b" -P install-targets.cmake
#
# Installs, below $DESTDIR, only what the named targets built. Ceph's install rules have no COMPONENT, and
# `cmake --install` stops at the first file that was not built; so the rules in cmake_install.cmake are followed with
# every file left out that is a product of another target:
#   - a product of ninja is installed if it belongs to the closure of the targets;
#   - a file that configure itself wrote into the build tree (the `ceph` script) is always installed;
#   - a file of the source tree is installed if it belongs to the closure;
#   - install(CODE) that starts a program (setup.py) runs if a custom target of its folder belongs to the closure.
# RUNPATHs are rewritten by the rules themselves, as in a full install.
cmake_minimum_required(VERSION 3.16)

function(ninja_lines result)
    execute_process(COMMAND ninja -C "${BUILD}" --quiet ${ARGN}
        OUTPUT_VARIABLE output RESULT_VARIABLE status ERROR_VARIABLE errors)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "ninja ${ARGN}: ${errors}${output}")
    endif()
    string(REPLACE ";" "\\;" output "${output}")
    string(REPLACE "\n" ";" output "${output}")
    set(${result} "${output}" PARENT_SCOPE)
endfunction()

# Membership by a variable per path: lists of this length would be searched from their start each time.
function(remember prefix)
    foreach(path IN LISTS ARGN)
        if(NOT path STREQUAL "")
            get_filename_component(path "${path}" ABSOLUTE BASE_DIR "${BUILD}")
            string(SHA1 key "${path}")
            set_property(GLOBAL PROPERTY "${prefix}_${key}" 1)
        endif()
    endforeach()
endfunction()

function(is_remembered result prefix path)
    string(SHA1 key "${path}")
    get_property(known GLOBAL PROPERTY "${prefix}_${key}")
    set(${result} "${known}" PARENT_SCOPE)
endfunction()

ninja_lines(products -t targets all)
set(phonies ${products})
list(FILTER phonies INCLUDE REGEX ": phony$")
list(TRANSFORM phonies REPLACE ": phony$" "")
remember(phony ${phonies})
list(TRANSFORM products REPLACE ": [^:]*$" "")
remember(product ${products})

# `ninja -t inputs` names what a target is made of, and neither the target nor the phonies on the way: a cmake target is
# a phony for its product, so these are followed first. What is only to be built before (`||`) is no part of it.
function(follow_phonies result)
    set(reached ${ARGN})
    set(front ${ARGN})
    while(front)
        list(POP_FRONT front name)
        get_filename_component(path "${name}" ABSOLUTE BASE_DIR "${BUILD}")
        is_remembered(is_phony phony "${path}")
        if(NOT is_phony)
            continue()
        endif()
        ninja_lines(lines -t query "${name}")
        foreach(line IN LISTS lines)
            if(line MATCHES "^  outputs:")
                break()
            elseif(line MATCHES "^    (\\| )?([^| ].*)$" AND NOT CMAKE_MATCH_2 IN_LIST reached)
                list(APPEND reached "${CMAKE_MATCH_2}")
                list(APPEND front "${CMAKE_MATCH_2}")
            endif()
        endforeach()
    endwhile()
    set(${result} ${reached} PARENT_SCOPE)
endfunction()

follow_phonies(closure ${TARGETS})
foreach(target IN LISTS TARGETS)
    ninja_lines(inputs -t inputs "${target}")
    list(APPEND closure ${inputs})
endforeach()
remember(wanted ${closure})

# Folders of which a custom target was built: cmake keeps it as FOLDER/CMakeFiles/NAME.
foreach(path IN LISTS closure)
    if(path MATCHES "^(.*)/CMakeFiles/[^/]+$")
        remember(custom "${CMAKE_MATCH_1}")
    endif()
endforeach()

function(is_wanted result path)
    get_filename_component(path "${path}" ABSOLUTE)
    # A versioned library is installed with the links that lead to it.
    get_filename_component(target "${path}" REALPATH)
    is_remembered(wanted wanted "${path}")
    if(NOT wanted)
        is_remembered(wanted wanted "${target}")
    endif()
    if(NOT wanted AND EXISTS "${path}")
        string(FIND "${path}" "${BUILD}/" position)
        is_remembered(product product "${path}")
        is_remembered(target_product product "${target}")
        if(position EQUAL 0 AND NOT product AND NOT target_product)
            set(wanted 1)
        endif()
    endif()
    if(NOT EXISTS "${path}")
        set(wanted 0)
    endif()
    set(${result} "${wanted}" PARENT_SCOPE)
endfunction()

# file(INSTALL … FILES a b …) with the unwanted files left out; other forms (DIRECTORY) are of the source tree.
macro(install_wanted)
    set(_options)
    set(_files)
    set(_in_files FALSE)
    foreach(_argument ${ARGN})
        if(_in_files)
            list(APPEND _files "${_argument}")
        elseif(_argument STREQUAL "FILES")
            set(_in_files TRUE)
        else()
            list(APPEND _options "${_argument}")
        endif()
    endforeach()
    set(_chosen)
    foreach(_file IN LISTS _files)
        is_wanted(_wanted "${_file}")
        if(_wanted)
            list(APPEND _chosen "${_file}")
        endif()
    endforeach()
    if(_chosen AND NOT "DIRECTORY" IN_LIST _options)
        file(INSTALL ${_options} FILES ${_chosen})
    endif()
endmacro()

# execute_process(…) of an install(CODE): setup.py runs where a custom target of the folder was built; strip always.
macro(execute_wanted)
    set(_arguments "${ARGN}")
    is_remembered(_run custom "${CMAKE_CURRENT_LIST_DIR}")
    if(_run OR "${_arguments}" MATCHES "^COMMAND;[^;]*strip;")
        execute_process(${ARGN})
    elseif("${_arguments}" MATCHES "RESULT_VARIABLE;([^;]+)")
        set(${CMAKE_MATCH_1} 0)
    endif()
endmacro()

# The script of a folder, with the three commands that matter replaced. It stays beside the original, so that what it
# knows of its place is right.
macro(include_wanted _script)
    get_filename_component(_folder "${_script}" DIRECTORY)
    file(READ "${_script}" _text)
    string(REPLACE "file(INSTALL " "install_wanted(" _text "${_text}")
    string(REPLACE "execute_process(" "execute_wanted(" _text "${_text}")
    string(REGEX REPLACE "include\\((\"[^\"]*/cmake_install.cmake\")\\)" "include_wanted(\\1)" _text "${_text}")
    file(WRITE "${_folder}/cephdev_install.cmake" "${_text}")
    include("${_folder}/cephdev_install.cmake")
endmacro()

include_wanted("${BUILD}/cmake_install.cmake")
