#compdef vescboot
# Completion of vescboot for zsh. Load it with: source <(vescboot completion zsh), or save it as _vescboot in a folder of $fpath.
_vescboot() {
    local line word about files=
    local -a plain told
    while IFS= read -r line; do
        word=${line%%$'\t'*}
        about=
        [[ $line == *$'\t'* ]] && about=${line#*$'\t'}
        if [[ $word == :files ]]; then
            files=yes
        else
            plain+=("$word")
            told+=("$word${about:+  -- $about}")
        fi
    done < <("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)

    (( ${#plain} )) && compadd -l -d told -a plain
    [[ -n $files ]] && _files
    return 0
}
if [[ $funcstack[1] == _vescboot ]]; then
    _vescboot "$@"
else
    compdef _vescboot vescboot
fi
