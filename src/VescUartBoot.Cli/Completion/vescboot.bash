# Completion of vescboot for bash. Load it with: source <(vescboot completion bash)
_vescboot() {
    local line=${COMP_LINE:0:COMP_POINT} cur="" reply word files="" cut=""
    local -a words
    read -ra words <<<"$line"
    case $line in *[[:space:]]) words+=("") ;; esac
    cur=${words[${#words[@]} - 1]}

    # Readline breaks words at the characters of COMP_WORDBREAKS, and puts a reply only behind the last of them: sim://, --port=.
    case $COMP_WORDBREAKS in *:*) case $cur in *:*) cut=${cur%"${cur##*:}"} ;; esac ;; esac
    case $COMP_WORDBREAKS in *=*) case ${cur#"$cut"} in *=*) word=${cur#"$cut"}; cut+=${word%"${word##*=}"} ;; esac ;; esac

    COMPREPLY=()
    while IFS= read -r reply; do
        word=${reply%%$'\t'*}
        case $word in
            :files) files=yes ;;
            *) COMPREPLY+=("${word#"$cut"}") ;;
        esac
    done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)

    case ${COMPREPLY[*]} in *://) compopt -o nospace ;; esac
    if [[ -n $files ]]; then
        compopt -o filenames
        while IFS= read -r reply; do COMPREPLY+=("$reply"); done < <(compgen -f -- "${cur#"$cut"}")
    fi
}
complete -F _vescboot vescboot
