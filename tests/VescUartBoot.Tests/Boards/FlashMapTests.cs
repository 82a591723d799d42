using VescUartBoot.Chip;

namespace VescUartBoot.Tests.Boards;

public sealed class FlashMapTests
{
    [Theory]
    [InlineData(nameof(FlashMap.Vectors), 0x08000000u, 0x08003FFFu)]
    [InlineData(nameof(FlashMap.Sector7), 0x08060000u, 0x0807FFFFu)]
    [InlineData(nameof(FlashMap.Staging), 0x08080000u, 0x080DFFFFu)]
    [InlineData(nameof(FlashMap.Sector9), 0x080A0000u, 0x080BFFFFu)]
    [InlineData(nameof(FlashMap.Sector10), 0x080C0000u, 0x080DFFFFu)]
    [InlineData(nameof(FlashMap.Bootloader), 0x080E0000u, 0x080FFFFFu)]
    public void Sectors_lie_where_the_chip_has_them(string name, uint first, uint last)
    {
        var range = (FlashRange)typeof(FlashMap).GetField(name)!.GetValue(null)!;
        Assert.Equal((first, last), (range.Start.Value, range.Start.Value + (uint)range.Length - 1));
    }

    [Fact]
    public void Parts_of_a_range_stay_inside_it()
    {
        var sector = FlashMap.Bootloader;
        Assert.Equal(FlashRange.From(FlashAddress.At(0x080E0000), 8), sector.First(8));
        Assert.Equal(sector, sector.First(int.MaxValue));
        Assert.Equal(FlashRange.From(FlashAddress.At(0x080E0008), 0x1FFF8), sector.After(8));
        Assert.Equal(1, sector.After(0x1FFFF).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => sector.First(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => sector.After(0x20000));
    }

    [Fact]
    public void An_address_is_written_as_it_is_in_the_manual() => Assert.Equal("0x080E0000", FlashMap.Bootloader.Start.ToString());

    [Theory]
    [InlineData(0x07FFFFFFu)]
    [InlineData(0x08100000u)]
    [InlineData(0u)]
    public void An_address_outside_flash_cannot_be_built(uint address) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FlashAddress.At(address));

    [Fact]
    public void The_last_byte_of_flash_is_an_address_and_nothing_lies_behind_it()
    {
        var last = FlashAddress.At(0x080FFFFF);
        Assert.Equal(0xFFFFF, last.Offset);
        Assert.Throws<ArgumentOutOfRangeException>(() => last.Plus(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlashAddress.At(FlashAddress.Start).Plus(-1));
    }

    [Theory]
    [InlineData(393208, true)]
    [InlineData(524280, true)]
    [InlineData(393207, false)]
    [InlineData(524281, false)]
    public void A_release_is_as_long_as_staging_takes_or_as_the_application_may_be(int length, bool isRelease) =>
        Assert.Equal(isRelease, FlashMap.IsReleaseLength(length));
}
