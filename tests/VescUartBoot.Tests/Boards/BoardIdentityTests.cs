using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Boards;

public sealed class BoardIdentityTests
{
    // How far an answer reaches: the fields of each shape come one after the other.
    private const string Version = "version";
    private const string Name = "name";
    private const string Pairing = "pairing";
    private const string Test = "test";
    private const string Type = "type";
    private const string Qml = "qml";
    private const string FirmwareName = "firmwareName";
    private const string Full = "full";

    private static readonly string[] _shapes = [Version, Name, Pairing, Test, Type, Qml, FirmwareName, Full];

    [Theory]
    [InlineData(1, 1, Version)]
    [InlineData(1, 18, Version)]
    [InlineData(2, 0, Version)]
    [InlineData(2, 18, Version)]
    [InlineData(3, 0, Version)]
    [InlineData(3, 8, Version)]
    [InlineData(3, 9, Name)]
    [InlineData(3, 40, Version)]
    [InlineData(3, 40, Name)]
    [InlineData(3, 48, Pairing)]
    [InlineData(3, 66, Pairing)]
    [InlineData(4, 0, Pairing)]
    [InlineData(4, 2, Pairing)]
    [InlineData(5, 0, Pairing)]
    [InlineData(5, 0, Test)]
    [InlineData(5, 1, Test)]
    [InlineData(5, 2, Test)]
    [InlineData(5, 2, Type)]
    [InlineData(5, 3, Qml)]
    [InlineData(6, 0, FirmwareName)]
    [InlineData(6, 2, FirmwareName)]
    [InlineData(6, 5, Full)]
    [InlineData(6, 6, Full)]
    [InlineData(7, 0, Full)]
    public void A_release_in_its_own_shape_is_upstream(byte major, byte minor,
        string shape) => Assert.True(Answer(major, minor, shape).IsUpstream);

    [Theory]
    [InlineData(6, 1, FirmwareName)]
    [InlineData(6, 7, Full)]
    [InlineData(7, 2, Full)]
    [InlineData(8, 0, Full)]
    [InlineData(23, 46, Full)]
    [InlineData(255, 255, Full)]
    public void What_is_newer_than_the_table_is_upstream_if_its_answer_is_full(byte major, byte minor, string shape) =>
        Assert.True(Answer(major, minor, shape).IsUpstream);

    [Theory]
    [InlineData(7, 1, Full)]
    [InlineData(7, 1, FirmwareName)]
    [InlineData(6, 5, FirmwareName)]
    public void A_test_build_of_major_6_and_later_is_upstream(byte major, byte minor, string shape) =>
        Assert.True(Answer(major, minor, shape, test: 1).IsUpstream);

    [Theory]
    [InlineData(0, 0, Full)]
    [InlineData(1, 0, Version)]
    [InlineData(1, 19, Version)]
    [InlineData(2, 19, Name)]
    [InlineData(3, 41, Name)]
    [InlineData(3, 47, Pairing)]
    [InlineData(3, 67, Pairing)]
    [InlineData(3, 100, Pairing)]
    [InlineData(3, 102, Name)]
    [InlineData(3, 102, Full)]
    [InlineData(4, 3, Pairing)]
    [InlineData(5, 4, Full)]
    [InlineData(5, 33, Qml)]
    [InlineData(23, 46, Name)]
    [InlineData(23, 46, Test)]
    [InlineData(23, 46, Qml)]
    [InlineData(23, 46, FirmwareName)]
    public void A_version_that_was_never_released_is_a_fork(byte major, byte minor,
        string shape) => Assert.False(Answer(major, minor, shape).IsUpstream);

    [Theory]
    [InlineData(3, 48, Name)]
    [InlineData(4, 2, Version)]
    [InlineData(5, 1, Pairing)]
    [InlineData(5, 2, Pairing)]
    [InlineData(5, 3, Type)]
    [InlineData(6, 0, Qml)]
    [InlineData(6, 5, FirmwareName)]
    [InlineData(7, 0, FirmwareName)]
    [InlineData(8, 0, FirmwareName)]
    public void A_release_in_the_shape_of_an_older_one_is_a_fork(byte major, byte minor,
        string shape) => Assert.False(Answer(major, minor, shape).IsUpstream);

    [Theory]
    [InlineData(null, "60", false, BoardFamily.Vesc)]
    [InlineData((byte)0, "60", false, BoardFamily.Vesc)]
    [InlineData((byte)0, "hm1", false, BoardFamily.Vesc)]
    [InlineData(null, "60", true, BoardFamily.Express)]
    [InlineData((byte)0, "60", true, BoardFamily.Express)]
    [InlineData((byte)1, "18s_light", false, BoardFamily.Bms)]
    [InlineData((byte)2, "hm1", false, BoardFamily.Bms)]
    [InlineData((byte)2, "HM1", false, BoardFamily.Bms)]
    [InlineData((byte)2, "hm1", true, BoardFamily.Express)]
    [InlineData((byte)2, "switch", false, BoardFamily.Module)]
    [InlineData((byte)2, null, false, BoardFamily.Module)]
    [InlineData((byte)2, "VESC Express T", true, BoardFamily.Express)]
    [InlineData((byte)3, "60", false, BoardFamily.Unknown)]
    [InlineData((byte)255, "60", false, BoardFamily.Unknown)]
    public void The_family_is_told_by_type_name_and_id(byte? type, string? name, bool esp32, BoardFamily family)
    {
        var identity = new BoardIdentity(new FirmwareVersionReply
        {
            Major = 6,
            Minor = 5,
            HardwareName = name,
            HardwareType = type,
            Uuid = new Uuid(Convert.FromHexString(esp32 ? "34851800A1B2000000000000" : "2F004C000151383333373130")),
        });
        Assert.Equal(family, identity.Family);
    }

    [Fact]
    public void An_empty_name_is_no_name()
    {
        Assert.Null(new BoardIdentity(new FirmwareVersionReply { Major = 3, Minor = 58, HardwareName = "" }).Hardware);
        Assert.Null(new BoardIdentity(new FirmwareVersionReply { Major = 3, Minor = 8 }).Hardware);
        Assert.Equal("60", new BoardIdentity(new FirmwareVersionReply { Major = 3, Minor = 9, HardwareName = "60" }).Hardware);
    }

    [Theory]
    [InlineData(1, 1, Version, "-")]
    [InlineData(3, 40, Name, "-")]
    [InlineData(3, 48, Pairing, "selective resync")]
    [InlineData(3, 58, Pairing, "selective resync")]
    [InlineData(3, 59, Pairing, "erases selective resync")]
    [InlineData(4, 2, Pairing, "erases selective resync")]
    [InlineData(5, 0, Test, "erases selective resync")]
    [InlineData(5, 1, Test, "erases selective resync echo")]
    [InlineData(5, 2, Type, "erases selective resync echo")]
    [InlineData(5, 3, Qml, "erases selective resync echo qml7")]
    [InlineData(6, 0, FirmwareName, "erases selective resync echo nothing lisp10 qml9")]
    [InlineData(6, 5, Full, "erases selective resync echo nothing lisp10 qml9")]
    [InlineData(6, 6, Full, "erases selective resync echo nothing revisions packages lisp10 qml9")]
    [InlineData(7, 0, Full, "erases selective resync echo nothing revisions packages lisp10 qml9")]
    [InlineData(8, 0, Full, "erases selective resync echo nothing revisions packages lisp10 qml9")]
    [InlineData(23, 46, Full, "erases selective resync echo nothing revisions packages lisp10 qml9")]
    public void What_a_firmware_can_do_is_known_by_its_version(byte major, byte minor, string shape, string expected)
    {
        var capabilities = Capabilities.Of(Answer(major, minor, shape));
        Assert.True(capabilities.IsKnown);
        Assert.Equal(expected, Words(capabilities));
    }

    [Theory]
    [InlineData(3, 102, Name, "selective")]
    [InlineData(23, 46, Name, "selective")]
    [InlineData(6, 5, FirmwareName, "selective")]
    [InlineData(7, 0, Version, "selective")]
    [InlineData(3, 47, Name, "-")]
    [InlineData(1, 19, Version, "-")]
    public void Of_a_fork_nothing_is_known_and_only_a_harmless_question_is_tried(byte major, byte minor, string shape, string expected)
    {
        var capabilities = Capabilities.Of(Answer(major, minor, shape));
        Assert.False(capabilities.IsKnown);
        Assert.Equal(expected, Words(capabilities));
    }

    [Fact]
    public void A_test_build_can_what_its_release_can() =>
        Assert.Equal(Words(Capabilities.Of(Answer(7, 0, Full))), Words(Capabilities.Of(Answer(7, 1, Full, test: 1))));

    [Fact]
    public void Versions_are_in_order()
    {
        FirmwareVersion[] ordered = [new(1, 1), new(3, 9), new(3, 40), new(4, 0), new(5, 3, 1), new(5, 3, 33), new(5, 3), new(6, 0),
            new(7, 1, 1), new(7, 1, 255), new(7, 1)];
        for (int i = 0; i + 1 < ordered.Length; i++)
        {
            // 254 test builds would be told apart; beyond them only equality is lost, never the order.
            Assert.True(ordered[i] <= ordered[i + 1] && !(ordered[i] > ordered[i + 1]), $"{ordered[i]} and {ordered[i + 1]}");
        }

        Assert.Equal(ordered, ordered.Reverse().Order());
        Assert.Equal(["3.09", "7.01 test 1", "7.01"], [ordered[1].ToString(), ordered[8].ToString(), ordered[10].ToString()]);
    }

    [Theory]
    [InlineData(5, 3, 0, 5, 3, true)]
    [InlineData(5, 3, 12, 5, 3, true)]
    [InlineData(5, 2, 0, 5, 3, false)]
    [InlineData(6, 0, 0, 5, 3, true)]
    [InlineData(3, 102, 0, 4, 0, false)]
    public void A_version_has_the_features_of_those_before_it(byte major, byte minor, byte test, int ofMajor, int ofMinor, bool has) =>
        Assert.Equal(has, new FirmwareVersion(major, minor, test).HasFeaturesOf(ofMajor, ofMinor));

    private static string Words(Capabilities c)
    {
        (bool Has, string Word)[] words =
        [
            (c.ErasesBootloader, "erases"),
            (c.SelectiveValues, "selective"),
            (c.Resynchronises, "resync"),
            (c.EchoesWriteOffset, "echo"),
            (c.SaysNothingStored, "nothing"),
            (c.TellsRevisions, "revisions"),
            (c.PackagesUseBootloaderSector, "packages"),
        ];
        var sectors = c.CodeSectors.Select(s => s.Name.ToLowerInvariant() + SectorNumber(s.Sector));
        string all = string.Join(' ', words.Where(w => w.Has).Select(w => w.Word).Concat(sectors));
        return all.Length == 0 ? "-" : all;

        static int SectorNumber(FlashRange sector) => 4 + (int)((sector.Start.Value - 0x08000000) / 0x20000);
    }

    private static BoardIdentity Answer(byte major, byte minor, string shape, byte test = 0)
    {
        int reach = Array.IndexOf(_shapes, shape);
        bool Reaches(string field) => reach >= Array.IndexOf(_shapes, field);
        return new BoardIdentity(new FirmwareVersionReply
        {
            Major = major,
            Minor = minor,
            HardwareName = Reaches(Name) ? "60" : null,
            Uuid = Reaches(Name) ? new Uuid(Convert.FromHexString("2F004C000151383333373130")) : null,
            PairingDone = Reaches(Pairing) ? false : null,
            TestVersion = Reaches(Test) ? test : null,
            HardwareType = Reaches(Type) ? (byte)0 : null,
            CustomConfigCount = Reaches(Type) ? (byte)0 : null,
            HasPhaseFilters = Reaches(Qml) ? false : null,
            QmlHardware = Reaches(Qml) ? (byte)0 : null,
            QmlApp = Reaches(Qml) ? (byte)0 : null,
            NrfFlags = Reaches(FirmwareName) ? (byte)0 : null,
            FirmwareName = Reaches(FirmwareName) ? "" : null,
            HardwareConfigCrc = Reaches(Full) ? 0u : null,
        });
    }
}
