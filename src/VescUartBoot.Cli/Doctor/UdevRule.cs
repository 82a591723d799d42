using System.ComponentModel;
using CliWrap.Exceptions;
using VescUartBoot.IO;

namespace VescUartBoot.Cli.Doctor;

/// <summary>The udev rule for a VESC's USB port: the user at the machine may open it, and ModemManager ignores it.</summary>
internal static class UdevRule
{
    public const string FileName = "70-vesc.rules";

    /// <summary>The text of the file.</summary>
    public const string Text =
        """
        # VESC motor controllers (USB 0483:5740): the user at the machine may open them, and ModemManager, which would
        # send them modem commands for some 20 s after each plugging and each restart, leaves them alone.
        # The file sorts before 73-seat-late.rules, which acts on uaccess.
        ACTION!="remove", SUBSYSTEM=="tty", ATTRS{idVendor}=="0483", ATTRS{idProduct}=="5740", TAG+="uaccess", ENV{ID_MM_DEVICE_IGNORE}="1", ENV{ID_MM_PORT_IGNORE}="1"
        ACTION!="remove", SUBSYSTEM=="usb", ATTR{idVendor}=="0483", ATTR{idProduct}=="5740", ENV{ID_MM_DEVICE_IGNORE}="1"

        """;

    private const string Step = "udev rule";

    // Rules are reloaded at once and applied to devices that are already connected.
    private static readonly string[][] _reload = [["control", "--reload"],
        ["trigger", "--subsystem-match=usb", "--subsystem-match=tty", "--action=change"]];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns the path of the rule.</summary>
    public static string PathOn(SystemInspector machine) => Path.Combine(machine.UdevRules, FileName);

    /// <summary>Whether the rule of this version is installed.</summary>
    public static bool IsOn(SystemInspector machine) => SystemText.Of(PathOn(machine)) == Text.Trim();

    /// <summary>Installs the rule and reloads udev.</summary>
    public static async Task<DoctorFinding> InstallAsync(SystemInspector machine, CancellationToken cancellationToken)
    {
        string path = PathOn(machine);
        if (!machine.IsLinux)
        {
            return DoctorFinding.Skipped(Step, "this system has no udev, and needs no rule");
        }

        try
        {
            Directory.CreateDirectory(machine.UdevRules);
            await File.WriteAllTextAsync(path, Text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DoctorFinding.Wrong(Step, "ruleNotInstalled", $"{path} cannot be written: {IOErrorText.OfWriting(e)}",
                $"vescboot doctor --print-rule | sudo tee {path}");
        }

        string? problem = machine.IsThis ? await ReloadAsync(cancellationToken).ConfigureAwait(false) : null;
        return problem is null
            ? DoctorFinding.Well(Step, $"{path} is installed")
            : DoctorFinding.Noted(Step, "ruleNotRead",
                $"{path} is installed; {problem}: it holds from the next plugging or restart of the machine on");
    }

    private static async Task<string?> ReloadAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        foreach (string[] arguments in _reload)
        {
            try
            {
                await CliWrap.Cli.Wrap("udevadm").WithArguments(arguments).ExecuteAsync(limit.Token).ConfigureAwait(false);
            }
            catch (CommandExecutionException e)
            {
                return $"udevadm {arguments[0]} ended with {e.ExitCode}";
            }
            catch (Win32Exception e)
            {
                return $"udevadm {arguments[0]} did not run ({e.Message})";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return $"udevadm {arguments[0]} did not end within {_patience.TotalSeconds:0} s";
            }
        }

        return null;
    }
}
