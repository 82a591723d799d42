using VescUartBoot.Chip;

namespace VescUartBoot.Tests.Boards;

public sealed class FirmwareVersionTests
{
    // In ascending order.
    private static readonly FirmwareVersion[] _versions =
        [default, new(3, 9), new(3, 40), new(5, 3), new(6, 5, 1), new(6, 5, 2), new(6, 5, 255), new(6, 5), new(6, 6, 1), new(6, 6),
            new(7, 0)];

    [Fact]
    public void A_test_build_comes_before_the_release_that_it_leads_to()
    {
        for (int i = 0; i < _versions.Length; i++)
        {
            for (int j = 0; j < _versions.Length; j++)
            {
                var (left, right) = (_versions[i], _versions[j]);
                Assert.Equal(i.CompareTo(j), Math.Sign(left.CompareTo(right)));
                Assert.Equal(i < j, left < right);
                Assert.Equal(i > j, left > right);
                Assert.Equal(i <= j, left <= right);
                Assert.Equal(i >= j, left >= right);
            }
        }
    }

    [Theory]
    [InlineData("6.05", 6, 5)]
    [InlineData("3.40", 3, 40)]
    [InlineData("255.99", 255, 99)]
    public void A_release_is_read_as_VESC_writes_it(string text, byte major, byte minor)
    {
        Assert.True(FirmwareVersion.TryParse(text, out var version));
        Assert.Equal(new FirmwareVersion(major, minor), version);
        Assert.Equal(text, version.ToString());
        Assert.False(version.IsTestBuild);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("6")]
    [InlineData("6.5")]
    [InlineData("6.005")]
    [InlineData("6.05.1")]
    [InlineData("x.05")]
    [InlineData("256.05")]
    [InlineData("6.x5")]
    [InlineData("6.+5")]
    [InlineData("-6.05")]
    [InlineData(" 6.05")]
    public void Anything_else_is_no_release(string? text)
    {
        Assert.False(FirmwareVersion.TryParse(text, out var version));
        Assert.Equal(default, version);
    }

    [Fact]
    public void A_test_build_says_so()
    {
        Assert.True(new FirmwareVersion(7, 1, 1).IsTestBuild);
        Assert.Equal("7.01 test 1", new FirmwareVersion(7, 1, 1).ToString());
    }

    [Theory]
    [InlineData(6, 4, 0, false)]
    [InlineData(6, 5, 0, true)]
    [InlineData(6, 5, 1, true)]
    [InlineData(6, 6, 0, true)]
    [InlineData(5, 9, 0, false)]
    [InlineData(7, 0, 0, true)]
    public void A_version_has_what_came_with_it_or_before_it(byte major, byte minor, byte test, bool has) =>
        Assert.Equal(has, new FirmwareVersion(major, minor, test).HasFeaturesOf(6, 5));
}
