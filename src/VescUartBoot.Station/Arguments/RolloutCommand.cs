using System.CommandLine;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Arguments;

/// <summary><c>vescboot-station rollout</c>: what a person does with rollouts.</summary>
internal static class RolloutCommand
{
    /// <summary>The command.</summary>
    public static Command Build() => new("rollout", "Rollouts: a fleet brought to a version, group by group")
    {
        Sign(), Check(), Start(),
        Change("pause", "Begin no further boards until it is resumed; what runs is finished", (c, name, stop) => c.PauseAsync(name, stop)),
        Resume(),
        Change("abort", "Begin no further boards for good; what runs is finished", (c, name, stop) => c.AbortAsync(name, stop)),
        Show("status", "Phase, reason and groups", RolloutText.Status),
        Show("report", "Each board with the evidence of its verdict", RolloutText.Report),
    };

    private static Command Sign()
    {
        var file = File();
        var key = new Option<string>("--key") { Description = "The private key (PEM, ECDSA P-256)", HelpName = "FILE", Required = true };
        var command = new Command("sign", "Approve a rollout: check its files and sign it, to FILE.sig") { file, key };
        command.SetAction((parsed, _) => StationErrors.GuardAsync(async () =>
        {
            string path = parsed.GetValue(file)!;
            var (document, content) = RolloutFile.Load(path);
            FleetFiles.Check(document.Target, FolderOf(path));
            byte[] signature = TrustedKeys.Sign(content, parsed.GetValue(key)!);
            await System.IO.File.WriteAllBytesAsync(Signature(path), signature).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"signed {document.Name}, approved by {document.ApprovedBy}: {Signature(path)}")
                .ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Check()
    {
        var file = File();
        var command = new Command("check", "Which boards would be touched, which not, and why; touches nothing") { file };
        return WithServer(command, async (parsed, _, control, stop) =>
        {
            var (document, _) = RolloutFile.Load(parsed.GetValue(file)!);
            FleetFiles.Check(document.Target, FolderOf(parsed.GetValue(file)!));
            var plan = await control.PlanAsync(document, stop).ConfigureAwait(false);
            await Console.Out.WriteAsync(RolloutText.Check(document, plan, TimeProvider.System.GetUtcNow())).ConfigureAwait(false);
        });
    }

    private static Command Start()
    {
        var file = File();
        var command = new Command("start", "Start a signed rollout") { file };
        return WithServer(command, async (parsed, trust, control, stop) =>
        {
            string path = parsed.GetValue(file)!;
            var (document, content) = RolloutFile.Load(path);
            if (!System.IO.File.Exists(Signature(path)))
            {
                throw new RolloutRejectedException(
                    "documentNotTrusted",
                    $"{Signature(path)} is not there: vescboot-station rollout sign {path} --key FILE approves the rollout");
            }

            var signed = new SignedDocument(content, RolloutFile.ReadFile(Signature(path)));
            trust?.Open(signed, document.Name);
            int boards = await control.StartAsync(document, signed, FolderOf(path), stop).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"started {document.Name}: {boards} boards").ConfigureAwait(false);
        });
    }

    private static Command Resume()
    {
        var name = Name();
        var retry = new Option<bool>("--retry") { Description = "Boards that failed begin again (default: their failures are accepted)" };
        var command = new Command("resume", "Go on after a stop") { name, retry };
        return WithServer(command, (parsed, _, control, stop) =>
            control.ResumeAsync(NameOf(parsed.GetValue(name)!), parsed.GetValue(retry), stop));
    }

    private static Command Change(string word, string says, Func<RolloutControl, string, CancellationToken, Task> change)
    {
        var name = Name();
        return WithServer(new Command(word, says) { name }, (parsed, _, control, stop) =>
            change(control, NameOf(parsed.GetValue(name)!), stop));
    }

    private static Command Show(string word, string says, Func<RolloutDocument, RolloutState, IReadOnlyList<BoardStep>, string> text)
    {
        var name = Name();
        return WithServer(new Command(word, says) { name }, async (parsed, _, control, stop) =>
        {
            var (document, state, steps) = await control.ReadAsync(NameOf(parsed.GetValue(name)!), stop).ConfigureAwait(false);
            await Console.Out.WriteAsync(text(document, state, steps)).ConfigureAwait(false);
        });
    }

    private static Command WithServer(Command command, Func<ParseResult, TrustedKeys?, RolloutControl, CancellationToken, Task> act)
    {
        var fleet = new FleetArguments().AddTo(command);
        command.SetAction((parsed, stop) => StationErrors.GuardAsync(async () =>
        {
            using var trust = fleet.Trust(parsed);
            var server = new FleetServer(fleet.Require(parsed));
            await using (server.ConfigureAwait(false))
            {
                await server.OpenAsync(stop).ConfigureAwait(false);
                await act(parsed, trust, new RolloutControl(server, $"{Environment.UserName}@{Environment.MachineName}"), stop)
                    .ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static Argument<string> File() => new("FILE") { Description = "The rollout" };

    private static Argument<string> Name() => new("NAME") { Description = "Name of the rollout, or its file" };

    private static string NameOf(string word) => System.IO.File.Exists(word) ? RolloutFile.Load(word).Document.Name : word;

    private static string Signature(string path) => $"{path}.sig";

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
