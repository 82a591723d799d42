using VescUartBoot.Hosting.Words;
using VescUartBoot.Interop;
using VescUartBoot.Links;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Links;

public sealed class OpeningErrorsTests : IDisposable
{
    private const int GroupReadWrite = 0x2000 | 0b110_110_000;
    private static readonly string[] Groups = ["root:x:0:", "dialout:x:20:alice,bob", "uucp:x:14:"];

    private static readonly string Rule = PortPermission.UdevRule("/dev/ttyACM0", 0x0483, 0x5740);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vescboot-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Explain(string path, DeviceNode? node, bool rightsSuffice, string udevRule, string userName,
        IEnumerable<string> groupLines) =>
        PortAdvice.Sentence(PortPermission.Judge(path, node, rightsSuffice, udevRule, userName, groupLines), path)!;

    private static string Said(LinkOpenException failure) => $"{failure.Message} {PortAdvice.After(failure)}";

    private static LinkOpenException Refusal(string path) => Assert.Throws<LinkOpenException>(() => UnixSerialPort.Open(path));

    [Fact]
    public void A_port_that_is_not_there_is_not_found()
    {
        string path = Path.Combine(_folder.FullName, "ttyACM0");
        var refusal = Refusal(path);
        Assert.Equal(LinkOpenFailure.NotFound, refusal.Failure);
        Assert.Equal(path, refusal.LinkName);
        Assert.StartsWith($"There is no port {path}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_not_found()
    {
        string link = Path.Combine(_folder.FullName, "board");
        File.CreateSymbolicLink(link, Path.Combine(_folder.FullName, "gone"));
        Assert.Equal(LinkOpenFailure.NotFound, Refusal(link).Failure);
    }

    [Fact]
    public void A_file_is_no_terminal_and_is_not_changed()
    {
        string path = Path.Combine(_folder.FullName, "notes.txt");
        File.WriteAllText(path, "kept");
        var refusal = Refusal(path);
        Assert.Equal(LinkOpenFailure.NotATerminal, refusal.Failure);
        Assert.Contains("is a file, not a serial port", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(path));
    }

    [Fact]
    public void A_folder_is_no_terminal()
    {
        var refusal = Refusal(_folder.FullName);
        Assert.Equal(LinkOpenFailure.NotATerminal, refusal.Failure);
        Assert.Contains("is a folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_device_is_no_terminal()
    {
        var refusal = Refusal("/dev/null");
        Assert.Equal(LinkOpenFailure.NotATerminal, refusal.Failure);
        Assert.Contains("another kind of device", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_symbolic_link_to_a_port_is_followed()
    {
        using PseudoTerminal board = new();
        string link = Path.Combine(_folder.FullName, "board");
        File.CreateSymbolicLink(link, board.Path);
        await using var port = UnixSerialPort.Open(link);
        Assert.Equal(link, port.Name);
        Assert.Equal(LinkOpenFailure.Busy, Refusal(board.Path).Failure);
    }

    [Fact]
    public void Missing_permission_names_the_group_that_owns_the_port_and_the_command() => Assert.Equal(
        "You may not open /dev/ttyACM0, which belongs to the group 'uucp'; run sudo usermod -aG uucp $USER, then log out and in again.",
        Explain("/dev/ttyACM0", new DeviceNode(GroupReadWrite, 0, 14, 166), rightsSuffice: false, Rule, "carol", Groups));

    [Fact]
    public void A_member_of_the_group_whose_session_is_older_is_told_to_log_in_again() => Assert.Equal(
        "You may not open /dev/ttyACM0 yet: you were added to its group 'dialout' after this session began; log out and in again.",
        Explain("/dev/ttyACM0", new DeviceNode(GroupReadWrite, 0, 20, 166), rightsSuffice: false, Rule, "bob", Groups));

    [Theory]
    [InlineData(GroupReadWrite, 0)]
    [InlineData(0x2000 | 0b110_000_000, 20)]
    [InlineData(0x2000 | 0b110_100_000, 20)]
    public void A_port_that_no_group_may_use_needs_the_udev_rule(int mode, uint group)
    {
        string sentence = Explain("/dev/ttyACM0", new DeviceNode(mode, 0, group, 166), rightsSuffice: false, Rule, "carol", Groups);
        Assert.Contains("""ATTRS{idVendor}=="0483",ATTRS{idProduct}=="5740",TAG+="uaccess" into /etc/udev/rules.d/""", sentence,
            StringComparison.Ordinal);
        Assert.DoesNotContain("usermod", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_without_USB_numbers_gets_a_rule_for_its_name() =>
        Assert.Equal("KERNEL==\"ttyS0\", SUBSYSTEM==\"tty\", TAG+=\"uaccess\"", PortPermission.UdevRule("/dev/ttyS0", null, null));

    [Fact]
    public void A_pseudo_terminal_of_another_user_gets_no_rule() => Assert.Contains(
        "run both programs as the same user",
        Explain("/dev/pts/3", new DeviceNode(0x2000 | 0b110_010_000, 1000, 5, 136), rightsSuffice: false, Rule, "carol", Groups),
        StringComparison.Ordinal);

    [Fact]
    public void A_refusal_in_spite_of_sufficient_rights_names_the_container() => Assert.Contains(
        "--device=/dev/ttyACM0",
        Explain("/dev/ttyACM0", new DeviceNode(GroupReadWrite, 0, 20, 166), rightsSuffice: true, Rule, "root", Groups),
        StringComparison.Ordinal);

    [Fact]
    public void ModemManager_is_known_by_name() => Assert.Contains(
        "in use by ModemManager (process 812). it probes every new port",
        Said(SerialPortError.Busy("ttyACM0", "/dev/ttyACM0", [new PortHolder(812, "ModemManager")])),
        StringComparison.Ordinal);

    [Fact]
    public void A_holder_that_may_not_be_seen_is_not_guessed() => Assert.Contains(
        "another program",
        Said(SerialPortError.Busy("ttyACM0", "/dev/ttyACM0", [])),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(UnixConstants.ENOENT, LinkOpenFailure.NotFound)]
    [InlineData(UnixConstants.ENXIO, LinkOpenFailure.NotFound)]
    [InlineData(UnixConstants.ENODEV, LinkOpenFailure.NotFound)]
    [InlineData(UnixConstants.EACCES, LinkOpenFailure.NoPermission)]
    [InlineData(UnixConstants.EPERM, LinkOpenFailure.NoPermission)]
    [InlineData(UnixConstants.EBUSY, LinkOpenFailure.Busy)]
    [InlineData(UnixConstants.ENOTTY, LinkOpenFailure.NotATerminal)]
    [InlineData(UnixConstants.EISDIR, LinkOpenFailure.NotATerminal)]
    [InlineData(UnixConstants.EIO, LinkOpenFailure.Failed)]
    [InlineData(UnixConstants.EINVAL, LinkOpenFailure.Failed)]
    public void Each_error_of_the_system_is_its_own_failure(int error, LinkOpenFailure failure) =>
        Assert.Equal(failure, SerialPortError.Opening("board", "/dev/null", error).Failure);

    [Theory]
    [InlineData(0)]
    [InlineData(ITerminal.TryLater)]
    public void A_loss_without_an_error_of_the_system_invents_none(int error) =>
        Assert.Null(SerialPortError.Lost("board", error).InnerException);

    [Fact]
    public void A_loss_keeps_what_the_system_said() =>
        Assert.Contains("errno 5", SerialPortError.Lost("board", UnixConstants.EIO).InnerException!.Message, StringComparison.Ordinal);
}
