namespace VescUartBoot.EndToEnd;

/// <summary>The completion scripts, run by the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private const int Longest = 300_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-completion-");

    public CompletionTests()
    {
        string tool = Path.Combine(_folder.FullName, "vescboot");
        File.WriteAllText(tool, $"#!/bin/sh\nexec {Tool.ShellWords} \"$@\"\n");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(_folder.FullName, "mine.bin"), "");
    }

    [Theory(Timeout = Longest)]
    [InlineData("vescboot inst", "install")]
    [InlineData("vescboot upgrade --to 7.0", "7.00")]
    [InlineData("vescboot upgrade --to=7.0", "7.00")]
    [InlineData("vescboot upgrade --force-hardware 60_MK6_M", "60_MK6_MAX")]
    [InlineData("vescboot bundle show 7.00/60_MK6_M", "7.00/60_MK6_MAX")]
    [InlineData("vescboot bundle fetch bootl", "bootloaders")]
    [InlineData("vescboot install --image mi", "mine.bin")]
    [InlineData("vescboot check --method pa", "passive")]
    [InlineData("vescboot check --port sim", "sim://")]
    [InlineData("vescboot check --port sim:", "//")]
    [InlineData("vescboot install --assume-a", "--assume-absent")]
    public async Task Bash_completes(string line, string expected)
    {
        var run = await OtherProgram.RunAsync("bash", ["--norc", "--noprofile"], $"""
            cd '{_folder.FullName}'
            source <(vescboot completion bash)
            COMP_LINE='{line}' COMP_POINT={line.Length}
            _vescboot 2>/dev/null
            printf '%s\n' "$(complete -p vescboot)" "${"{COMPREPLY[@]}"}"
            """, _folder.FullName);

        Assert.Equal(["complete -F _vescboot vescboot", expected], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory(Timeout = Longest)]
    [InlineData("vescboot inst", "install")]
    [InlineData("vescboot upgrade --to 7.0", "7.00")]
    [InlineData("vescboot bundle show 7.00/60_MK6_M", "7.00/60_MK6_MAX")]
    [InlineData("vescboot install --image mi", "mine.bin")]
    public async Task Fish_completes(string line, string expected)
    {
        Assert.SkipUnless(OtherProgram.IsHere("fish"), "fish is not installed");

        var run = await OtherProgram.RunAsync("fish",
            ["--no-config", "-c", $"cd '{_folder.FullName}'; vescboot completion fish | source; complete -C '{line}'"],
            path: _folder.FullName);

        Assert.Equal([expected], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('\t')[0]));
    }

    [Theory(Timeout = Longest)]
    [InlineData("vescboot inst", "vescboot install ")]
    [InlineData("vescboot upgrade --to 7.00 --force-hardware 60_MK6_M", "vescboot upgrade --to 7.00 --force-hardware 60_MK6_MAX ")]
    [InlineData("vescboot install --image mi", "vescboot install --image mine.bin ")]
    public async Task Zsh_completes(string line, string expected)
    {
        Assert.SkipUnless(OtherProgram.IsHere("zsh"), "zsh is not installed");

        // The line editor must believe in a terminal and a key, so one shell types into another.
        string script = """
            zmodload zsh/zpty
            zpty inner zsh -f -i
            zpty -w inner "PS1=; cd 'FOLDER'; autoload -U compinit; compinit -u -D; source <(vescboot completion zsh); show() { print -r -- \"<<\$BUFFER>>\"; exit }; zle -N show; bindkey '^X' show; print rea''dy"
            zpty -r inner answer '*ready*'
            zpty -w -n inner $'LINE\t\C-x'
            zpty -r inner answer '*<<*>>*'
            print -r -- "$answer"
            """.Replace("FOLDER", _folder.FullName, StringComparison.Ordinal).Replace("LINE", line, StringComparison.Ordinal);
        var run = await OtherProgram.RunAsync("zsh", ["-f", "-c", script], path: _folder.FullName);

        Assert.Contains($"<<{expected}>>", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Longest)]
    public async Task PowerShell_gets_a_script_and_another_shell_a_refusal()
    {
        var pwsh = await Tool.RunAsync("completion", "pwsh");
        var other = await Tool.RunAsync("completion", "csh");

        Assert.Equal(0, pwsh.ExitCode);
        Assert.Contains("Register-ArgumentCompleter -Native -CommandName vescboot", pwsh.Output, StringComparison.Ordinal);
        Assert.Equal(2, other.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
