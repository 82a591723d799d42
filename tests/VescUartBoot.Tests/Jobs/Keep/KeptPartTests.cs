using System.Security.Cryptography;
using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Messages;
using VescUartBoot.Simulator;

namespace VescUartBoot.Tests.Jobs.Keep;

/// <summary>What a part of a backup is called, and what bytes can be one.</summary>
public sealed class KeptPartTests
{
    [Theory]
    [InlineData(KeptKind.MotorConfiguration, "motor configuration", "motorConfigurationNotKept", "motor.bin")]
    [InlineData(KeptKind.SecondMotorConfiguration, "motor configuration of the second motor", "secondMotorConfigurationNotKept", "motor2.bin")]
    [InlineData(KeptKind.AppConfiguration, "app configuration", "appConfigurationNotKept", "app.bin")]
    [InlineData(KeptKind.SettingsSectors, "raw settings sectors", "settingsSectorsNotKept", "settings.bin")]
    [InlineData(KeptKind.Qml, "QML code", "qmlNotKept", "qml.bin")]
    [InlineData(KeptKind.Lisp, "Lisp code", "lispNotKept", "lisp.bin")]
    public void Each_part_has_a_name_a_word_and_a_file(KeptKind kind, string name, string word, string file) =>
        Assert.Equal((name, word, file), (kind.Name(), kind.MissingCode(), BackupManifest.FileOf(kind)));

    [Theory]
    [InlineData(KeptKind.MotorConfiguration, 4, false)]
    [InlineData(KeptKind.MotorConfiguration, 5, true)]
    [InlineData(KeptKind.AppConfiguration, SerialisedConfiguration.MaxLength, true)]
    [InlineData(KeptKind.AppConfiguration, SerialisedConfiguration.MaxLength + 1, false)]
    [InlineData(KeptKind.SettingsSectors, 0x8000, true)]
    [InlineData(KeptKind.SettingsSectors, 0x7FFF, false)]
    [InlineData(KeptKind.SettingsSectors, 0x8001, false)]
    [InlineData(KeptKind.Qml, 100, false)]
    [InlineData(KeptKind.Lisp, 100, false)]
    public void Bytes_of_a_length_that_cannot_be_are_no_part(KeptKind kind, int length, bool isOne) =>
        Assert.Equal(isOne, KeptPart.TryParse(kind, SyntheticImages.Noise(length, 3)) is not null);

    [Fact]
    public void A_part_knows_what_it_is()
    {
        byte[] motor = SyntheticImages.Noise(100, 3);
        byte[] code = SimulatedImage.StoredCode([1, 2, 3], flags: 0);

        var configuration = KeptPart.TryParse(KeptKind.SecondMotorConfiguration, motor)!;
        var app = KeptPart.TryParse(KeptKind.AppConfiguration, motor)!;
        var qml = KeptPart.TryParse(KeptKind.Qml, code)!;
        var sectors = KeptPart.TryParse(KeptKind.SettingsSectors, new byte[0x8000])!;

        Assert.Equal(ConfigurationKind.Motor, configuration.Configuration!.Kind);
        Assert.Equal(ConfigurationKind.App, app.Configuration!.Kind);
        Assert.Equal(motor, configuration.Content.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(motor)), configuration.Sha256);
        Assert.Equal(VescUartBoot.Messages.CodeStore.Qml, qml.Code!.Store);
        Assert.Equal(code, qml.Code.Bytes.ToArray());
        Assert.Equal(VescUartBoot.Messages.CodeStore.Lisp, KeptPart.TryParse(KeptKind.Lisp, code)!.Code!.Store);
        Assert.Null(sectors.Configuration);
        Assert.Null(sectors.Code);
    }

    [Fact]
    public void A_backup_is_whole_only_with_every_configuration_that_the_board_has()
    {
        byte[] bytes = SyntheticImages.Noise(100, 3);
        var motor = KeptPart.TryParse(KeptKind.MotorConfiguration, bytes)!;
        var app = KeptPart.TryParse(KeptKind.AppConfiguration, bytes)!;
        var backup = new BoardBackup(new KeptBoard(null, null, new FirmwareVersion(6, 5)), DateTimeOffset.UnixEpoch, "1", [motor, app], []);

        Assert.True(backup.HasAllConfigurations);
        Assert.False((backup with { Parts = [app] }).HasAllConfigurations);
        Assert.False((backup with { Parts = [motor] }).HasAllConfigurations);
        Assert.False((backup with { Missing = [new(KeptKind.SecondMotorConfiguration, "", "")] }).HasAllConfigurations);
        Assert.True((backup with { Missing = [new(KeptKind.Lisp, "", "")] }).HasAllConfigurations);
        Assert.Same(app, backup.Find(KeptKind.AppConfiguration));
        Assert.DoesNotContain('+', BoardBackup.ThisToolVersion);
    }

    [Fact]
    public void Settings_are_all_back_only_if_every_part_is()
    {
        var restored = new PartOutcome(KeptKind.MotorConfiguration, PartState.Restored, "");
        var refused = new PartOutcome(KeptKind.AppConfiguration, PartState.Refused, "");

        Assert.True(new SettingsOutcome([restored]).AllRestored);
        Assert.False(new SettingsOutcome([restored, refused]).AllRestored);
        Assert.False(new SettingsOutcome([]).AllRestored);
    }
}
