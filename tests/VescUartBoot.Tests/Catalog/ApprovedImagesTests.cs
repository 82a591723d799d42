using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;

namespace VescUartBoot.Tests.Catalog;

public sealed class ApprovedImagesTests
{
    private static readonly string _approved = new('a', 64);

    [Fact]
    public void Only_what_is_listed_is_approved()
    {
        var list =
            Parse(
                $"# our production line\r\n\r\n{_approved.ToUpperInvariant()}  vesc/generic-2022-12-08.bin\n  {new string('b', 64)}\t# "
                    + "second\n");
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
        Assert.Equal(("lockUnreadable", $"lock is not a list of approved images: {reason}"), (e.Code, e.Message));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("missing")]
    [InlineData("")]
    public void A_list_that_cannot_be_read_says_what_a_list_is(string path)
    {
        var e = Assert.Throws<ImageRejectedException>(() => ApprovedImages.Load(path));
        Assert.Equal("imageUnreadable", e.Code);
        Assert.StartsWith("give --lock a text file whose lines begin with a SHA-256", ErrorTable.NextAfter(e));
    }

    [Fact]
    public void Any_bytes_are_a_list_or_a_clear_refusal()
    {
        byte[] seed = System.Text.Encoding.ASCII.GetBytes($"# line\n{_approved}  a.bin\n\n{new string('b', 64)}  b.bin\n");
        var random = new Random(20261124);
        int taken = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] file = [.. seed];
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            file = file[..random.Next(file.Length)];
            try
            {
                ApprovedImages.Parse("lock", new StreamReader(new MemoryStream(file)));
                taken++;
            }
            catch (ImageRejectedException e)
            {
                Assert.Equal("lockUnreadable", e.Code);
            }
        }

        Assert.InRange(taken, 100, 4900);
    }

    private static ApprovedImages Parse(string text) => ApprovedImages.Parse("lock", new StringReader(text));
}
