# Completion of appwrite-cli for PowerShell 5.1 and later.
# Made by `npm run completions` from src/cli/completion: change it there.

Register-ArgumentCompleter -Native -CommandName 'appwrite-cli' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  # What can follow a first word; README.md beside the template tells how a row is read.
  $tables = @{
# @tables@
  }

  function Read-Row([string] $text) {
    $columns = $text.Split([char[]] '|', 3)
    [pscustomobject] @{ Names = $columns[0].TrimStart(':').Split(' '); Values = $columns[1]; Note = $columns[2]; Kind = $text[0] }
  }

  # The rows of a table that belong to a command, its own in front; without a command, those that belong to none.
  function Get-Rows([string] $table, [string] $command) {
    $reads = $command -eq ''
    foreach ($text in "$($tables[$table])".Split([char[]] "`r`n", [StringSplitOptions]::RemoveEmptyEntries)) {
      if ($text -match '^[^:-]') {
        if ($reads) { break }
        $reads = $text.Split('|')[0].Split(' ') -ccontains $command
      }
      if ($reads) { Read-Row $text }
    }
  }

  function Get-Commands([string] $table) {
    $lines = "$($tables[$table])".Split([char[]] "`r`n", [StringSplitOptions]::RemoveEmptyEntries)
    $lines | Where-Object { $_ -match '^[^:-]' } | ForEach-Object { Read-Row $_ }
  }

  function Find-Flag([string] $name) {
    @($state.Rows) + @($state.Common) | Where-Object { $_.Names[0] -like '-*' -and $_.Names -ccontains $name } | Select-Object -First 1
  }

  # Offers a word, in quotes where the shell would read something else in it.
  function Add-Word([string] $word, [string] $note, [string] $type = 'ParameterValue') {
    if (-not $word.StartsWith($typed, [StringComparison]::OrdinalIgnoreCase)) { return }
    $text = $lead + $word
    if ($text -cnotmatch '^[\w./\\:=+~-]+$') {
      $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($text) + "'"
    }
    if ($note -eq '') { $note = $word }
    [System.Management.Automation.CompletionResult]::new($text, $word, $type, $note)
  }

  # Offers the flags whose value is not on the line yet.
  function Add-Flags {
    foreach ($row in @($state.Rows) + @($state.Common)) {
      $name = $row.Names[0]
      if ($name -notlike '-*' -or ($state.Given -ccontains $name -and $row.Values -notmatch '^[+*]')) { continue }
      Add-Word $name $row.Note 'ParameterName'
    }
  }

  function Add-Commands([string] $table) {
    Get-Commands $table | ForEach-Object { Add-Word $_.Names[0] $_.Note 'Command' }
  }

  # Offers what the server or the config file has. It is data: it is never evaluated.
  function Add-Answers([string] $flag) {
    $others = $state.Others
    $exitCode = $global:LASTEXITCODE
    @() | & $state.Program __complete $flag "=$typed" $state.Entry $state.Command @others 2> $null | ForEach-Object {
      $id, $name = $_.Split([char[]] "`t", 2)
      Add-Word $id "$name"
    }
    $global:LASTEXITCODE = $exitCode
  }

  function Add-Paths([switch] $foldersOnly) {
    $parent = $typed -replace '[^/\\]*$'
    Get-ChildItem -LiteralPath $(if ($parent) { $parent } else { '.' }) -ErrorAction SilentlyContinue |
      Where-Object { $_.PSIsContainer -or -not $foldersOnly } |
      ForEach-Object { Add-Word ($parent + $_.Name) '' 'ProviderItem' }
  }

  function Add-Values([string] $values, [string] $flag) {
    if ($values[0] -eq '?') { $values = '? true false' }
    $values = $values.Substring(1)
    if ($values.StartsWith(',')) {
      $values = $values.Substring(1)
      $comma = $typed.LastIndexOf(',') + 1
      $lead += $typed.Substring(0, $comma)
      $typed = $typed.Substring($comma)
    }
    # PowerShell adds no blank behind what it completes.
    if ($values.StartsWith('-')) { $values = $values.Substring(1) }
    if ($values -eq 'pairs') { $values = if ($typed.StartsWith('@')) { '@file' } else { 'id' } }
    if ($values -eq 'fields') {
      $values = $state.Fields
      if ($values -like '#*') {
        $values = (Get-Commands '#' | Where-Object { $_.Names[0] -ceq $values.Substring(1) }).Values
      }
      $flag = '--fields'
    }
    if ($values -like ' *') { $values.Trim().Split(' ') | ForEach-Object { Add-Word $_ '' } }
    elseif ($values -eq 'file') { Add-Paths }
    elseif ($values -eq 'folder') { Add-Paths -foldersOnly }
    elseif ($values -eq 'id') { Add-Answers $flag }
    elseif ($values -eq 'profile') { Add-Answers '--profile' }
    elseif ($values -eq 'commands') { Add-Commands $state.Command }
    elseif ($values -eq '@file' -and $typed.StartsWith('@')) {
      $lead += '@'
      $typed = $typed.Substring(1)
      Add-Paths
    }
  }

  # Completes what is no flag: a command, or the argument whose turn it is.
  function Add-Positional {
    if ($state.Deeper) { Add-Commands $state.Entry }
    elseif ($state.Turn) { Add-Values $state.Turn.Values $state.Turn.Names[0] }
  }

  # Gives the positional words to the arguments that no flag has named, in order: they are given then. The next one is
  # for the argument whose turn it is.
  function Set-Turn {
    $left = $state.Positions.Count
    foreach ($row in @($state.Rows) | Where-Object { $_.Kind -eq ':' -and $state.Given -cnotcontains $_.Names[0] }) {
      if ($left -eq 0 -or $row.Values[0] -eq '*') {
        $state.Turn = $row
        return
      }
      $state.Given += $row.Names[0]
      $left--
    }
  }

  $state = @{
    Program = $commandAst.GetCommandName(); Common = Get-Rows ''; Rows = @(); Fields = ''
    Entry = ''; Command = ''; Deeper = $true; Behind = $false; Given = @(); Positions = @(); Others = @(); Turn = $null
  }
  $takes = ''
  $flag = ''
  $count = 0
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $word = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
    $state.Others += $word
    if ($state.Behind) { $state.Positions += $word }
    elseif ($takes -match '^[1+]') { $takes = '' }
    elseif ($word -eq '--') { $state.Behind = $true; $takes = '' }
    elseif ($word -like '-?*') {
      $takes = ''
      $count = 0
      $row = Find-Flag ($word.Split('=')[0])
      if ($row) {
        $flag = $row.Names[0]
        $state.Given += $flag
        if ($word -notlike '*=*') { $takes = $row.Values }
      }
    }
    elseif ($takes -like '[?]*' -and 'true', 'false' -ccontains $word) { $takes = '' }
    elseif ($takes -like '[*]*') { }
    elseif ($takes -like '=*' -and ($count++ -eq 0 -or $word -like '*=*')) { }
    else {
      $takes = ''
      if (-not $state.Deeper) { $state.Positions += $word; continue }
      $state.Others = @($state.Others | Select-Object -SkipLast 1)
      if ($state.Entry -eq '') {
        $state.Entry = $word
        $state.Rows = @(Get-Rows $word)
        $state.Deeper = @(Get-Commands $word).Count -gt 0
      }
      else {
        $state.Command = $word
        $rows = @(Get-Rows $state.Entry $word)
        if ($rows.Count -gt 0) {
          $state.Fields = $rows[0].Values
          $state.Rows = @($rows | Select-Object -Skip 1)
          $state.Deeper = $false
        }
      }
    }
  }

  Set-Turn
  $typed = $wordToComplete.Trim([char[]] "'`"")
  $lead = ''
  if (-not $state.Behind) {
    if ($takes -match '^[1+]') { return Add-Values $takes $flag }
    if ($typed -like '--*=*') {
      $name, $value = $typed.Split([char[]] '=', 2)
      $row = Find-Flag $name
      $lead = "$name="
      $typed = $value
      if ($row -and $row.Values) { return Add-Values $row.Values $row.Names[0] }
      return
    }
    if ($typed -like '-*') { return Add-Flags }
    if ($takes -like '[*]*' -or ($takes -like '=*' -and $count -eq 0)) { return Add-Values $takes $flag }
    if ($takes -like '[?]*' -and ('true'.StartsWith($typed) -or 'false'.StartsWith($typed))) { return Add-Values $takes $flag }
    # Another pair may stand here, or the next argument.
    if ($takes -like '*pairs' -and $typed -notlike '@*') { Add-Values $takes $flag }
  }
  Add-Positional
}
