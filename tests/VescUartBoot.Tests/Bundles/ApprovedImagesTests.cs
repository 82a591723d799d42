using VescUartBoot.Bundles;
using VescUartBoot.Images;

namespace VescUartBoot.Tests.Bundles;

public sealed class ApprovedImagesTests
{
    private static readonly string _approved = new('a', 64);

    [Fact]
    public void Only_what_is_listed_is_approved()
    {
        var list = Parse($"# our production line\r\n\r\n{_approved.ToUpperInvariant()}  vesc/generic-2022-12-08.bin\n  {new string('b', 64)}\t# second\n");
        list.Require(_approved, "x");
        list.Require(new string('b', 64), "x");
        var e = Assert.Throws<ImageRejectedException>(() => list.Require(new string('c', 64), "evil.bin"));
        Assert.Equal("imageNotApproved", e.Code);
        Assert.Equal($"evil.bin (SHA-256 {new string('c', 64)}) is not among the 2 approved images of lock", e.Message);
    }

    [Theory]
    [InlineData("", "it approves of no image")]
    [InlineData("# nothing\n", "it approves of no image")]
    [InlineData("\n91d4e2e0 generic.bin\n", "line 2 does not begin with a SHA-256")]
    [InlineData("{\"json\":1}", "line 1 does not begin with a SHA-256")]
    public void A_list_with_an_error_approves_of_nothing(string text, string reason)
    {
        var e = Assert.Throws<ImageRejectedException>(() => Parse(text));
        Assert.Equal(("lockUnreadable", $"lock is no list of approved images: {reason}"), (e.Code, e.Message));
    }

    private static ApprovedImages Parse(string text) => ApprovedImages.Parse("lock", new StringReader(text));
}
