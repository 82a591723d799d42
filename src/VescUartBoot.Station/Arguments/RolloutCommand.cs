using System.CommandLine;

using VescUartBoot.Hosting.Words;
using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Arguments;

/// <summary><c>vescboot-station rollout</c>: what a person does with rollouts.</summary>
internal static class RolloutCommand
{
    /// <summary>The command.</summary>
    public static Command Build() => new("rollout", "Rollouts: a fleet brought to a version, group by group")
    {
        Sign(), Check(), Start(),
        Change("pause", "paused", "Begin no further boards until it is resumed; what runs is finished",
            (c, name, stop) => c.PauseAsync(name, stop)),
        Resume(),
        Change("abort", "aborted", "Begin no further boards for good; what runs is finished",
            (c, name, stop) => c.AbortAsync(name, stop)),
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
        return WithServer(command, withTrust: true, (parsed, trust) =>
        {
            string path = parsed.GetValue(file)!;
            var (document, content) = RolloutFile.Load(path);
            FleetFiles.Check(document.Target, FolderOf(path));
            string signature = "none yet";
            if (System.IO.File.Exists(Signature(path)))
            {
                trust?.Open(new SignedDocument(content, RolloutFile.ReadFile(Signature(path))), document.Name);
                signature = SignatureWords(trust);
            }

            return async (control, stop) =>
            {
                var plan = await control.PlanAsync(document, stop).ConfigureAwait(false);
                var signs = await control.SignsAsync(stop).ConfigureAwait(false);
                await Console.Out.WriteAsync(RolloutText.Check(document, signature, plan, signs, TimeProvider.System.GetUtcNow()))
                    .ConfigureAwait(false);
            };
        });
    }

    private static Command Start()
    {
        var file = File();
        var command = new Command("start", "Start a signed rollout") { file };
        return WithServer(command, withTrust: true, (parsed, trust) =>
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
            FleetFiles.Check(document.Target, FolderOf(path));
            return async (control, stop) =>
            {
                int boards = await control.StartAsync(document, signed, FolderOf(path), stop).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"started {document.Name}: {Counted.Of(boards, "board")}").ConfigureAwait(false);
                if ((await control.SignsAsync(stop).ConfigureAwait(false)).Standstill is { } standstill)
                {
                    await Console.Out.WriteLineAsync($"warning: {standstill}").ConfigureAwait(false);
                }
            };
        });
    }

    private static Command Resume()
    {
        var name = Name();
        var retry = new Option<bool>("--retry") { Description = "Boards that failed begin again (default: their failures are accepted)" };
        var command = new Command("resume", "Go on after a stop") { name, retry };
        return WithServer(command, withTrust: true, (parsed, trust) =>
        {
            string rollout = NameOf(parsed.GetValue(name)!);
            return async (control, stop) =>
            {
                await control.DocumentAsync(rollout, trust, stop).ConfigureAwait(false);
                await control.ResumeAsync(rollout, parsed.GetValue(retry), stop).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"{rollout} is resumed").ConfigureAwait(false);
            };
        });
    }

    private static Command Change(string word, string past, string says,
        Func<RolloutControl, string, CancellationToken, Task> change)
    {
        var name = Name();
        return WithServer(new Command(word, says) { name }, withTrust: false, (parsed, _) =>
        {
            string rollout = NameOf(parsed.GetValue(name)!);
            return async (control, stop) =>
            {
                await change(control, rollout, stop).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"{rollout} is {past}").ConfigureAwait(false);
            };
        });
    }

    private static Command Show(string word, string says,
        Func<RolloutDocument, string, RolloutState, IReadOnlyList<BoardStep>, FleetSigns, string> text)
    {
        var name = Name();
        return WithServer(new Command(word, says) { name }, withTrust: true, (parsed, trust) =>
        {
            string rollout = NameOf(parsed.GetValue(name)!);
            return async (control, stop) =>
            {
                var (document, state, steps) = await control.ReadAsync(rollout, trust, stop).ConfigureAwait(false);
                var signs = await control.SignsAsync(stop).ConfigureAwait(false);
                await Console.Out.WriteAsync(text(document, SignatureWords(trust), state, steps, signs)).ConfigureAwait(false);
            };
        });
    }

    // What this machine can find wrong is said before the server is asked.
    private static Command WithServer(Command command, bool withTrust,
        Func<ParseResult, TrustedKeys?, Func<RolloutControl, CancellationToken, Task>> prepare)
    {
        var fleet = new FleetArguments().AddTo(command, withTrust);
        command.SetAction((parsed, stop) => StationErrors.GuardAsync(async () =>
        {
            using var trust = withTrust ? fleet.Trust(parsed) : null;
            var options = fleet.Require(parsed);
            var act = prepare(parsed, trust);
            var server = new FleetServer(options);
            await using (server.ConfigureAwait(false))
            {
                await server.OpenAsync(stop).ConfigureAwait(false);
                await act(new RolloutControl(server, $"{Environment.UserName}@{Environment.MachineName}"), stop).ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static string SignatureWords(TrustedKeys? trust) =>
        trust is null ? "not checked (--trust FILE checks it)" : "of a trusted key";

    private static Argument<string> File() => new("FILE") { Description = "The rollout" };

    private static Argument<string> Name() => new("NAME") { Description = "Name of the rollout, or its file" };

    private static string NameOf(string word) => System.IO.File.Exists(word) ? RolloutFile.Load(word).Document.Name
        : RolloutFile.IsName(word) ? word
        : throw new FormatException($"{word} is neither a file nor the name of a rollout");

    private static string Signature(string path) => $"{path}.sig";

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
