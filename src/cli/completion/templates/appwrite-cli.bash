# Completion of appwrite-cli for bash 3.2 and later, with or without the bash-completion package.
# Made by `npm run completions` from src/cli/completion: change it there.

# Sets `table` to what can follow a first word; README.md beside the template tells how a row is read.
_appwrite_cli_table() {
  table=
  case $1 in
    # @tables@
  esac
}

# Takes the quotes off a word; nothing in it is expanded or run. Sets `plain`, and `open` to a quote that is not closed.
_appwrite_cli_unquote() { # TEXT
  local text=$1 char
  plain= open=
  if [[ $text != *[\\\'\"]* ]]; then
    plain=$text
    return
  fi
  while [[ $text ]]; do
    char=${text:0:1} text=${text:1}
    case $open$char in
      "''" | '""') open= ;;
      "'" | '"') open=$char ;;
      '"\')
        [[ $text == [\\\"\$\`]* ]] || plain+=$char
        plain+=${text:0:1} text=${text:1}
        ;;
      '\') plain+=${text:0:1} text=${text:1} ;;
      *) plain+=$char ;;
    esac
  done
}

# Puts together again what readline cuts at = : and @. Sets `words` to the words in front of the cursor's, without their
# quotes, `raw` to the cursor's own as it is typed up to there, and `kept` to how much of that readline leaves alone.
_appwrite_cli_words() {
  local line= piece rest is_glue was_glue= plain open i
  [[ ${COMP_LINE-} ]] && line=${COMP_LINE:0:COMP_POINT}
  words=() raw= kept=0
  for ((i = 0; i <= COMP_CWORD; i++)); do
    piece=${COMP_WORDS[i]} rest=$line
    if [[ $line ]]; then
      rest=${line#"${line%%[![:space:]]*}"}
      ((i == COMP_CWORD)) && piece=$rest
    fi
    is_glue=
    [[ $piece && $piece != *[!=:@]* ]] && is_glue=1
    if ((i > 0)) && [[ $is_glue$was_glue && $rest == "$line" ]]; then
      kept=${#raw} raw+=$piece
    else
      if ((i > 0)); then
        _appwrite_cli_unquote "$raw"
        words+=("$plain")
      fi
      kept=0 raw=$piece
    fi
    [[ $is_glue ]] && kept=${#raw}
    was_glue=$is_glue line=${rest#"$piece"}
  done
  # Readline cuts in front of an @, and behind the others.
  ((kept > 0)) && [[ ${raw:kept-1:1} == @ ]] && ((kept--))
}

# Reads the rows of a table that belong to a command, or to no command. Sets `fields` to the command's, and `deeper`
# where the table has commands.
_appwrite_cli_read() { # TABLE [COMMAND]
  local table names values reads=1
  [[ $2 ]] && reads=
  deeper= fields=
  _appwrite_cli_table "$1"
  while IFS='|' read -r names values; do
    case $names in
      '') ;;
      :*)
        [[ $reads ]] || continue
        arguments+=("${names#:}") argument_values+=("$values")
        [[ $names == :-* ]] && flags+=("${names#:}") flag_values+=("$values")
        ;;
      -*) [[ $reads ]] && flags+=("$names") flag_values+=("$values") ;;
      *)
        deeper=1
        [[ $reads ]] && break
        [[ " $names " == *" $2 "* ]] && reads=1 fields=$values
        ;;
    esac
  done <<< "$table"
  [[ $reads ]]
}

# Finds a flag by one of its names. Sets `flag` to its first name and `takes` to its values.
_appwrite_cli_flag() { # NAME
  local i
  for i in "${!flags[@]}"; do
    [[ " ${flags[i]} " == *" $1 "* ]] || continue
    flag=${flags[i]%% *} takes=${flag_values[i]}
    return 0
  done
  return 1
}

# Offers a word that begins with what is typed, written so that the shell reads it as it is.
_appwrite_cli_offer() { # WORD [NOTE]
  local word=$1
  [[ $word == "$typed"* ]] || return
  case $open in
    "'") [[ $word == *\'* ]] && return ;;
    '"') word=${word//\\/\\\\} word=${word//\"/\\\"} word=${word//\$/\\\$} word=${word//\`/\\\`} ;;
    *) printf -v word %q "$word" ;;
  esac
  word=$lead$word
  [[ $word == "${raw:0:kept}"* ]] || return
  COMPREPLY+=("${word:kept}") notes+=("$2")
}

_appwrite_cli_option() { # NAME
  compopt -o "$1" 2> /dev/null
}

# Offers the commands of a table.
_appwrite_cli_commands() { # TABLE
  local table names
  _appwrite_cli_table "$1"
  while IFS='|' read -r names _; do
    [[ ! $names || $names == [-:]* ]] || _appwrite_cli_offer "${names%% *}"
  done <<< "$table"
}

# Offers the flags whose value is not on the line yet.
_appwrite_cli_flags() {
  local i name
  for i in "${!flags[@]}"; do
    name=${flags[i]%% *}
    [[ $given == *" $name "* && ${flag_values[i]} != [+*]* ]] || _appwrite_cli_offer "$name"
  done
}

# Offers what the server or the config file has. It is data: it goes from variable to variable, and is never expanded.
_appwrite_cli_ask() { # FLAG
  local id name
  while IFS=$'\t' read -r id name; do
    _appwrite_cli_offer "$id" "$name"
  done < <("${program/#\~/$HOME}" __complete "$1" "=$typed" "$entry" "$command" "${others[@]}" 2> /dev/null < /dev/null)
}

_appwrite_cli_files() { # [-d]
  local path base=
  if [[ $typed == '~/'* && ! $open ]]; then
    base=$HOME/ lead+='~/' typed=${typed:2}
  fi
  while IFS= read -r path; do
    [[ -d $path ]] && path+=/ && _appwrite_cli_option nospace
    _appwrite_cli_offer "${path#"$base"}"
  done < <(compgen "${1:--f}" -- "$base$typed")
}

# Offers the fields of the command's answer.
_appwrite_cli_fields() {
  local table
  if [[ $fields == id ]]; then
    _appwrite_cli_ask --fields
  elif [[ $fields ]]; then
    _appwrite_cli_table '#'
    table=$'\n'$table
    table=${table#*$'\n'"${fields#?}|"}
    _appwrite_cli_list "${table%%$'\n'*}"
  fi
}

# Offers words that stand in one text, each behind a blank.
_appwrite_cli_list() { # WORDS
  local list word
  IFS=' ' read -r -a list <<< "$1"
  for word in "${list[@]}"; do _appwrite_cli_offer "$word"; done
}

# Offers values behind the first `skip` characters of the word.
_appwrite_cli_values() { # VALUES FLAG SKIP
  local values=${1#[+*?=1]} goes_on= typed open plain lead=${raw:0:$3}
  _appwrite_cli_unquote "${raw:$3}"
  typed=$plain
  [[ $values == -pairs && $plain == @* ]] && values=@file
  if [[ $values == ,* ]]; then
    values=${values#,} typed=${plain##*,}
    [[ $plain == *,* ]] && lead=${raw%"${raw##*,}"}
    goes_on=1
  elif [[ $values == @file ]]; then
    [[ $plain == @* ]] || return
    typed=${plain#@} lead+=@ values=file
  elif [[ $values == -* ]]; then
    values=${values#-} goes_on=1
  fi
  [[ $1 == '?'* ]] && values=' true false'
  case $values in
    ' '*) _appwrite_cli_list "$values" ;;
    file) _appwrite_cli_files ;;
    folder) _appwrite_cli_files -d ;;
    id | pairs) _appwrite_cli_ask "$2" ;;
    profile) _appwrite_cli_ask --profile ;;
    fields) _appwrite_cli_fields ;;
    commands) _appwrite_cli_commands "$command" ;;
  esac
  [[ $goes_on && ${#COMPREPLY[@]} -gt 0 ]] && _appwrite_cli_option nospace
}

# Completes the line of another program behind --.
_appwrite_cli_other() {
  local i
  for i in "${!COMP_WORDS[@]}"; do
    [[ ${COMP_WORDS[i]} == -- ]] && break
  done
  if declare -F _comp_command_offset > /dev/null; then
    _comp_command_offset $((i + 1))
  elif declare -F _command_offset > /dev/null; then
    _command_offset $((i + 1))
  elif ((COMP_CWORD == i + 1)); then
    COMPREPLY=($(compgen -c -- "$typed"))
  fi
}

# Gives the positional words to the arguments that no flag has named, in order: they are `given` then. Sets `turn` to
# the number of the argument that the next one is for.
_appwrite_cli_bind() {
  local i left=${#positions[@]}
  turn=
  for i in "${!arguments[@]}"; do
    [[ $given == *" ${arguments[i]} "* ]] && continue
    if ((left-- == 0)) || [[ ${argument_values[i]} == '*'* ]]; then
      turn=$i
      return
    fi
    given+="${arguments[i]} "
  done
}

# Completes what is no flag: a command, or the argument whose turn it is.
_appwrite_cli_positional() {
  if [[ $deeper ]]; then
    _appwrite_cli_commands "$entry"
  elif [[ $turn && ${argument_values[turn]} == *command ]]; then
    [[ $behind ]] && _appwrite_cli_other
  elif [[ $turn ]]; then
    _appwrite_cli_values "${argument_values[turn]}" "${arguments[turn]}" 0
  fi
}

_appwrite_cli_complete() {
  local word flag= takes= behind= entry= command= deeper fields given=' ' count=0 turn
  local flags=() flag_values=() arguments=() argument_values=() positions=() others=()
  _appwrite_cli_read ''
  for word in "${words[@]:1}"; do
    others+=("$word")
    if [[ $behind ]]; then
      positions+=("$word")
    elif [[ $takes == [1+]* ]]; then
      takes=
    elif [[ $word == -- ]]; then
      behind=1 takes=
    elif [[ $word == -?* ]]; then
      takes= count=0
      _appwrite_cli_flag "${word%%=*}" && given+="$flag "
      [[ $word == *=* ]] && takes=
    elif [[ $takes == '?'* && ( $word == true || $word == false ) ]]; then
      takes=
    elif [[ $takes == '*'* ]]; then
      :
    elif [[ $takes == '='* ]] && ((count++ == 0)) || [[ $takes == '='* && $word == *=* ]]; then
      :
    else
      takes=
      if [[ ! $deeper ]]; then
        positions+=("$word")
        continue
      fi
      unset "others[${#others[@]}-1]"
      if [[ ! $entry ]]; then
        entry=$word
        _appwrite_cli_read "$entry"
      else
        command=$word
        _appwrite_cli_read "$entry" "$command" && deeper=
      fi
    fi
  done

  _appwrite_cli_bind
  local typed open plain lead=
  _appwrite_cli_unquote "$raw"
  typed=$plain
  if [[ ! $behind && $takes == [1+]* ]]; then
    _appwrite_cli_values "$takes" "$flag" 0
  elif [[ ! $behind && $raw == --*=* ]] && _appwrite_cli_flag "${raw%%=*}"; then
    word=${raw%%=*}=
    [[ $takes ]] && _appwrite_cli_values "$takes" "$flag" ${#word}
  elif [[ ! $behind && $raw == -* ]]; then
    _appwrite_cli_flags
  elif [[ $takes == '*'* ]] || [[ $takes == '='* && $count -eq 0 ]]; then
    _appwrite_cli_values "$takes" "$flag" 0
  elif [[ $takes == '?'* && ( true == "$typed"* || false == "$typed"* ) ]]; then
    _appwrite_cli_values "$takes" "$flag" 0
  else
    # Another pair may stand here, or the next argument.
    [[ $takes == *pairs && $raw != @* ]] && _appwrite_cli_values "$takes" "$flag" 0
    _appwrite_cli_positional
  fi
}

_appwrite_cli() {
  local program=$1 words raw kept notes=() i
  COMPREPLY=()
  _appwrite_cli_words
  _appwrite_cli_complete
  # 63, 33 and 64: readline only shows the words, so the server's names can stand beside them.
  if ((${#COMPREPLY[@]} > 1)) && [[ ' 63 33 64 ' == *" ${COMP_TYPE-} "* ]]; then
    for i in "${!notes[@]}"; do
      [[ ${notes[i]} ]] && COMPREPLY[i]+="  (${notes[i]})"
    done
  fi
}

complete -F _appwrite_cli appwrite-cli
