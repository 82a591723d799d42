using VescUartBoot.Boards;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Tests.Recovery;

/// <summary>What a person reads of work that an earlier run has left.</summary>
public sealed class InterruptedJobTextTests
{
    private const string Run = "an earlier run (upgrade, 1970-01-01 00:00:09 UTC, process 7) was interrupted: ";

    [Theory]
    [InlineData(nameof(ChangeKind.ReadPath), "QML",
        "8 zero bytes may be in the QML sector, and until they are erased an upload by another program may restart the board")]
    [InlineData(nameof(ChangeKind.Bootloader), "a.bin",
        "the bootloader sector may be half written with a.bin; until that is repaired no firmware upload may be started")]
    [InlineData(nameof(ChangeKind.Jump), "its bootloader sector",
        "it had sent the board through its bootloader sector; the board answers, and nothing was installed")]
    [InlineData(nameof(ChangeKind.Settings), "app configuration",
        "it was storing the app configuration, and whether the board has it is not known: do not drive before that is looked at")]
    [InlineData(nameof(ChangeKind.Script), "Lisp code",
        "it was writing the Lisp code, which may be erased or half written; the firmware takes that for none")]
    public void Each_kind_of_change_has_its_sentence(string kind, string what, string sentence) =>
        Assert.Equal(Run + sentence, Tell(Change(Enum.Parse<ChangeKind>(kind), what), 6, 5));

    [Theory]
    [InlineData("5.03", "6.05", null,
        "it was uploading new.bin (5.03 to 6.05); an incomplete copy of it may be in flash, which a bootloader ignores")]
    [InlineData("5.03", null, null,
        "it was uploading new.bin (the board ran 5.03); an incomplete copy of it may be in flash, which a bootloader ignores")]
    [InlineData("5.03", "6.05", "/k",
        "it was uploading new.bin (5.03 to 6.05); an incomplete copy of it may be in flash, which a bootloader ignores; its settings "
            + "and scripts of before are kept in /k")]
    public void An_upload_tells_of_its_versions_and_of_what_is_kept(string from, string? to, string? keptIn, string sentence) =>
        Assert.Equal(Run + sentence, Tell(Change(ChangeKind.Firmware, "new.bin") with { From = from, To = to, KeptIn = keptIn }, 5, 3));

    [Theory]
    [InlineData("5.03", "6.05", 6, 5, "and runs 6.05 now (before: 5.03)")]
    [InlineData("5.03", "6.05", 5, 3, "and still runs its old firmware 5.03")]
    [InlineData("5.03", "6.05", 4, 2, "and runs 4.02 now, which does not show whether it was installed")]
    [InlineData("6.05", "6.05", 6, 5, "and runs 6.05 now, which does not show whether it was installed")]
    [InlineData("5.03", null, 5, 3, "and runs 5.03 now, which does not show whether it was installed")]
    public void A_jump_is_told_by_what_answers_now(string from, string? to, byte major, byte minor, string seen) =>
        Assert.Equal(
            $"{Run}the board was sent into its bootloader to install new.bin, {seen}; its settings "
                + (seen.Contains("still", StringComparison.Ordinal) ? "and scripts of before are kept in /k"
                    : "may be defaults: do not drive before they are restored from /k"),
            Tell(Change(ChangeKind.Firmware, "new.bin") with { From = from, To = to, KeptIn = "/k", Started = true }, major, minor));

    private static string Tell(InterruptedChange change, byte major, byte minor) =>
        InterruptedJobText.Tell(change, new BoardIdentity(new FirmwareVersionReply { Major = major, Minor = minor }));

    private static InterruptedChange Change(ChangeKind kind, string what) => new()
    {
        Kind = kind,
        What = what,
        Command = "upgrade",
        ProcessId = 7,
        Since = DateTimeOffset.UnixEpoch.AddSeconds(9),
    };
}
