# Completion of appwrite-cli for fish 3.1 and later.
# Made by `npm run completions` from src/cli/completion: change it there.

# Prints what can follow a first word; README.md beside the template tells how a row is read.
function __appwrite_cli_table
    switch $argv[1]
        # @tables@
    end
end

# Prints the rows of a table that belong to a command, its own in front; without a command, those that belong to none.
function __appwrite_cli_rows --argument-names table command
    set -l reads (test -z "$command"; and echo 1)
    for row in (__appwrite_cli_table "$table")
        switch $row
            case ':*' '-*'
            case '*'
                test -n "$reads"; and break
                set -l names (string split ' ' -- (string split -m 1 '|' -- $row)[1])
                contains -- "$command" $names; and set reads 1
        end
        test -n "$reads"; and printf '%s\n' $row
    end
end

# Prints the row of a flag, by one of its names.
function __appwrite_cli_flag --argument-names name
    for row in $argv[2..]
        set -l names (string split ' ' -- (string split -m 1 '|' -- (string trim -l -c : -- $row))[1])
        string match -q -- '-*' $names[1]; and contains -- $name $names; and printf '%s\n' $row; and return
    end
    return 1
end

# Prints the commands of a table with their summaries.
function __appwrite_cli_commands --argument-names table
    for row in (__appwrite_cli_table "$table")
        string match -q -r '^[:-]' -- $row; and continue
        set -l columns (string split -m 2 '|' -- $row)
        printf '%s\t%s\n' (string split ' ' -- $columns[1])[1] $columns[3]
    end
end

# Prints what can stand for a value. ask: the words with which the server is asked · lead: what stands in front of it
# in the same word · typed: how it begins.
function __appwrite_cli_values --argument-names values fields lead typed
    set -l ask $argv[5..]
    string match -q -r '^\?' -- $values; and set values '? true false'
    set values (string sub -s 2 -- $values)
    if string match -q ',*' -- $values
        set values (string sub -s 2 -- $values)
        set -l last (string split ',' -- $typed)[-1]
        set lead $lead(string sub -l (math (string length -- $typed) - (string length -- $last)) -- $typed)
        set typed $last
    end
    set values (string replace -r '^-' '' -- $values)
    if test "$values" = pairs
        set values (string match -q '@*' -- $typed; and echo @file; or echo id)
    end
    if test "$values" = fields
        set values $fields
        if string match -q '#*' -- $fields
            set -l row (__appwrite_cli_table '#' | string match -- (string sub -s 2 -- $fields)'|*')
            set values (string split '|' -- $row)[2]
        end
    end
    switch $values
        case commands
            __appwrite_cli_commands $ask[4]
        case ' *'
            printf '%s\n' $lead(string split -n ' ' -- $values)
        case file
            __appwrite_cli_behind "$lead" (__fish_complete_path "$typed")
        case folder
            __appwrite_cli_behind "$lead" (__fish_complete_directories "$typed" '')
        case @file
            string match -q '@*' -- $typed
            and __appwrite_cli_behind "$lead@" (__fish_complete_path (string sub -s 2 -- $typed))
        case id profile
            type -q -- $ask[1]; or return
            test $values = profile; and set ask[2] --profile
            __appwrite_cli_behind "$lead" ($ask[1] __complete $ask[2] "=$typed" $ask[3..] 2>/dev/null </dev/null)
    end
end

function __appwrite_cli_behind --argument-names lead
    for line in $argv[2..]
        printf '%s\n' "$lead$line"
    end
end

function __appwrite_cli
    set -l words (commandline -opc)
    set -l raw (commandline -ct)
    # A quote that is still open is closed to read the word.
    set -l current (string unescape -- $raw; or string unescape -- $raw\'; or string unescape -- $raw\"; or echo -- $raw)
    set -l common (__appwrite_cli_rows '')
    set -l own
    set -l fields
    set -l deeper 1
    set -l entry
    set -l command
    set -l behind
    set -l flag
    set -l takes
    set -l count 0
    set -l given
    set -l positions
    set -l others
    for word in $words[2..]
        set -a others $word
        if test -n "$behind"
            set -a positions $word
        else if string match -q -r '^[1+]' -- "$takes"
            set takes
        else if test "$word" = --
            set behind (count $others)
            set takes
        else if string match -q -- '-?*' $word
            set takes
            set count 0
            if set -l row (__appwrite_cli_flag (string split -m 1 = -- $word)[1] $own $common)
                set -l columns (string split -m 2 '|' -- (string trim -l -c : -- $row))
                set flag (string split ' ' -- $columns[1])[1]
                set -a given $flag
                string match -q '*=*' -- $word; or set takes $columns[2]
            end
        else if string match -q -r '^\?' -- "$takes"; and contains -- $word true false
            set takes
        else if string match -q -r '^\*' -- "$takes"
        else if string match -q '=*' -- "$takes"; and begin
                test $count -eq 0; or string match -q '*=*' -- $word
            end
            set count 1
        else
            set takes
            if test -z "$deeper"
                set -a positions $word
                continue
            end
            set -e others[-1]
            if test -z "$entry"
                set entry $word
                set own (__appwrite_cli_rows $entry)
                __appwrite_cli_table $entry | string match -q -r '^[^:-]'; or set deeper
            else
                set command $word
                set -l rows (__appwrite_cli_rows $entry $command)
                if test -n "$rows[1]"
                    set fields (string split '|' -- $rows[1])[2]
                    set own $rows[2..]
                    set deeper
                end
            end
        end
    end

    # The positional words go to the arguments that no flag has named, in order: they are given then. The next one is
    # for the argument of the row `turn`.
    set -l turn
    set -l left (count $positions)
    for row in (string match -- ':*' $own)
        set -l columns (string split -m 2 '|' -- (string sub -s 2 -- $row))
        contains -- $columns[1] $given; and continue
        if test $left -eq 0; or string match -q -r '^\*' -- $columns[2]
            set turn $row
            break
        end
        set -a given $columns[1]
        set left (math $left - 1)
    end

    set -l ask $words[1] "$flag" "$entry" "$command" $others
    if test -z "$behind"
        if string match -q -r '^[1+]' -- "$takes"
            __appwrite_cli_values $takes "$fields" '' "$current" $ask
            return
        end
        if string match -q -- '--*=*' $current
            set -l parts (string split -m 1 = -- $current)
            set -l row (__appwrite_cli_flag $parts[1] $own $common); or return
            set -l columns (string split -m 2 '|' -- (string trim -l -c : -- $row))
            set ask[2] (string split ' ' -- $columns[1])[1]
            test -n "$columns[2]"; and __appwrite_cli_values $columns[2] "$fields" "$parts[1]=" "$parts[2]" $ask
            return
        end
        if string match -q -- '-*' "$current"
            __appwrite_cli_flags
            return
        end
        if string match -q -r '^\*' -- "$takes"; or begin
                string match -q '=*' -- "$takes"; and test $count -eq 0
            end
            __appwrite_cli_values $takes "$fields" '' "$current" $ask
            return
        end
        if string match -q -r '^\?' -- "$takes"; and string match -q -- "$current*" true false
            __appwrite_cli_values $takes "$fields" '' "$current" $ask
            return
        end
        # Another pair may stand here, or the next argument.
        string match -q '*pairs' -- "$takes"; and not string match -q '@*' -- $current
        and __appwrite_cli_values $takes "$fields" '' "$current" $ask
    end
    __appwrite_cli_positional
end

# The two below see the variables of __appwrite_cli.

# Offers the flags whose value is not on the line yet.
function __appwrite_cli_flags --no-scope-shadowing
    for row in $own $common
        set -l columns (string split -m 2 '|' -- (string trim -l -c : -- $row))
        set -l name (string split ' ' -- $columns[1])[1]
        string match -q -- '-*' $name; or continue
        contains -- $name $given; and not string match -q -r '^[+*]' -- $columns[2]; and continue
        printf '%s\t%s\n' $name $columns[3]
    end
end

# Completes what is no flag: a command, or the argument whose turn it is.
function __appwrite_cli_positional --no-scope-shadowing
    if test -n "$deeper"
        __appwrite_cli_commands "$entry"
        return
    end
    test -n "$turn"; or return
    set -l columns (string split -m 2 '|' -- (string sub -s 2 -- $turn))
    if not string match -q '*command' -- $columns[2]
        set ask[2] $columns[1]
        __appwrite_cli_values $columns[2] "$fields" '' "$current" $ask
    else if test -n "$behind"
        complete -C (string join ' ' -- (string escape -- $others[(math $behind + 1)..]) $raw)
    end
end

complete -c appwrite-cli -f -k -a '(__appwrite_cli)'
