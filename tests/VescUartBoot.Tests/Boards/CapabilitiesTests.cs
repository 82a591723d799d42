using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Boards;

/// <summary>What a firmware can do, by the version in which it came.</summary>
public sealed class CapabilitiesTests
{
    private static readonly (byte Major, byte Minor)[] _releases =
        [(1, 18), (3, 40), (3, 48), (3, 58), (3, 59), (3, 66), (4, 0), (4, 2), (5, 0), (5, 1), (5, 2), (5, 3), (6, 0), (6, 5), (6, 6),
            (7, 0)];

    public static TheoryData<string, byte, byte> Beginnings() => new()
    {
        { nameof(Capabilities.ErasesBootloader), 3, 59 },
        { nameof(Capabilities.SelectiveValues), 3, 48 },
        { nameof(Capabilities.EchoesWriteOffset), 5, 1 },
        { nameof(Capabilities.Resynchronises), 3, 48 },
        { nameof(Capabilities.TellsRevisions), 6, 6 },
        { nameof(Capabilities.SaysNothingStored), 6, 0 },
        { nameof(Capabilities.PackagesUseBootloaderSector), 6, 6 },
    };

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void A_firmware_can_what_came_with_it_or_before(string capability, byte major, byte minor)
    {
        var property = typeof(Capabilities).GetProperty(capability)!;
        foreach (var release in _releases)
        {
            var capabilities = Of(release.Major, release.Minor);
            Assert.True(capabilities.IsKnown);
            Assert.Equal(release.CompareTo((major, minor)) >= 0, property.GetValue(capabilities));
        }
    }

    [Fact]
    public void Of_a_fork_nothing_is_known_but_that_selective_values_may_be_asked_for()
    {
        var fork = Of(5, 33);

        Assert.False(fork.IsKnown);
        Assert.True(fork.SelectiveValues);
        Assert.False(fork.ErasesBootloader || fork.EchoesWriteOffset || fork.Resynchronises || fork.TellsRevisions
            || fork.SaysNothingStored || fork.PackagesUseBootloaderSector);
        Assert.Empty(fork.CodeSectors);
        Assert.Null(fork.Qml);
    }

    [Fact]
    public void Code_lies_where_the_version_keeps_it()
    {
        Assert.Empty(Of(5, 2).CodeSectors);
        Assert.Equal([new CodeSector(CodeStore.Qml, FlashMap.Sector7)], Of(5, 3).CodeSectors);
        Assert.Equal([new CodeSector(CodeStore.Lisp, FlashMap.Sector10), new CodeSector(CodeStore.Qml, FlashMap.Sector9)],
            Of(6, 0).CodeSectors);
        Assert.Equal(new CodeSector(CodeStore.Qml, FlashMap.Sector9), Of(7, 0).Qml);
    }

    [Fact]
    public void Offsets_reach_flash_directly_and_through_its_alias()
    {
        var qml = new CodeSector(CodeStore.Qml, FlashMap.Sector9);

        Assert.Equal(("QML", "Lisp"), (qml.Name, new CodeSector(CodeStore.Lisp, FlashMap.Sector10).Name));
        Assert.Equal(0x080A0008u, qml.Base.Value);
        Assert.Equal(0x20000 - 8, qml.MaxCode);
        Assert.Equal(0, qml.DirectOffset(qml.Base));
        Assert.Equal(-0xA0008, qml.DirectOffset(FlashAddress.At(0x08000000)));
        Assert.Equal(-0x080A0008, qml.AliasOffset(FlashAddress.At(0x08000000)));
        Assert.Equal(-0x080A0008 + 0xE0000, qml.AliasOffset(FlashAddress.At(0x080E0000)));
    }

    // A full answer, whatever the version.
    private static Capabilities Of(byte major, byte minor) => Capabilities.Of(new BoardIdentity(new FirmwareVersionReply
    {
        Major = major,
        Minor = minor,
        HardwareName = "60_MK6",
        PairingDone = false,
        TestVersion = 0,
        QmlApp = 0,
        FirmwareName = "",
        HardwareConfigCrc = 1,
    }));
}
