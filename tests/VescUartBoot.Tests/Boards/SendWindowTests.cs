using VescUartBoot.Boards;

namespace VescUartBoot.Tests.Boards;

public sealed class SendWindowTests
{
    private static readonly TimeSpan _quick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _slow = TimeSpan.FromMilliseconds(2.5);

    [Fact]
    public void Only_the_VESCs_own_USB_begins_with_three_under_way()
    {
        Assert.Equal(3, new SendWindow(isVescUsb: true).Window);
        Assert.Equal(1, new SendWindow(isVescUsb: false).Window);
    }

    [Fact]
    public void Sixteen_quick_reads_prove_a_link_and_fifteen_do_not()
    {
        var pace = new SendWindow(isVescUsb: false);

        Read(pace, 15, _quick);
        Assert.Equal(1, pace.Window);

        Read(pace, 1, _quick);
        Assert.Equal(3, pace.Window);
    }

    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(9, 7, 3)]
    public void The_median_decides(int quick, int slow, int window)
    {
        var pace = new SendWindow(isVescUsb: false);

        Read(pace, slow, _slow);
        Read(pace, quick, _quick);

        Assert.Equal(window, pace.Window);
    }

    [Fact]
    public void A_link_that_was_slow_is_judged_by_the_next_sixteen_alone()
    {
        var pace = new SendWindow(isVescUsb: false);
        Read(pace, 16, _slow);

        Read(pace, 15, _quick);
        Assert.Equal(1, pace.Window);

        Read(pace, 1, _quick);
        Assert.Equal(3, pace.Window);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_loss_falls_back_to_one_and_the_same_proof_earns_the_pace_again(bool isVescUsb)
    {
        var pace = new SendWindow(isVescUsb);
        Read(pace, 16, _quick);

        pace.FallBack();
        Assert.Equal(1, pace.Window);

        Read(pace, 15, _quick);
        Assert.Equal(1, pace.Window);

        Read(pace, 1, _quick);
        Assert.Equal(3, pace.Window);
    }

    [Fact]
    public void A_link_that_has_its_pace_loses_it_by_losses_alone()
    {
        var pace = new SendWindow(isVescUsb: true);

        Read(pace, 100, _slow);

        Assert.Equal(3, pace.Window);
    }

    [Fact]
    public void Each_further_loss_doubles_the_price()
    {
        var pace = new SendWindow(isVescUsb: true);
        foreach (int price in (int[])[16, 32, 64, 128])
        {
            pace.FallBack();
            Read(pace, price - 1, _quick);
            Assert.Equal(1, pace.Window);

            Read(pace, 1, _quick);
            Assert.Equal(3, pace.Window);
        }
    }

    [Fact]
    public void A_loss_during_the_proof_begins_a_dearer_one()
    {
        var pace = new SendWindow(isVescUsb: true);
        pace.FallBack();
        Read(pace, 15, _quick);

        pace.FallBack();

        Read(pace, 31, _quick);
        Assert.Equal(1, pace.Window);
        Read(pace, 1, _quick);
        Assert.Equal(3, pace.Window);
    }

    [Fact]
    public void What_is_lost_together_with_others_is_one_loss()
    {
        var pace = new SendWindow(isVescUsb: true);
        pace.FallBack();
        pace.FallBack();
        pace.FallBack();

        Read(pace, 16, _quick);

        Assert.Equal(3, pace.Window);
    }

    [Fact]
    public void However_often_something_is_lost_the_price_stays_a_number_that_can_be_paid()
    {
        var pace = new SendWindow(isVescUsb: true);
        for (int loss = 1; loss <= 100; loss++)
        {
            pace.FallBack();
            Read(pace, 1, _quick);
        }

        Read(pace, (16 << 10) - 2, _quick);
        Assert.Equal(1, pace.Window);

        Read(pace, 1, _quick);
        Assert.Equal(3, pace.Window);
    }

    [Fact]
    public void A_link_as_slow_as_its_baud_rate_is_a_UART_however_quick_it_is()
    {
        // 3 Mbaud: a reply of full length takes 1.7 ms.
        var pace = new SendWindow(isVescUsb: false, atLeast: TimeSpan.FromMilliseconds(1.7));

        Read(pace, 160, TimeSpan.FromMilliseconds(1.7));
        Assert.Equal(1, pace.Window);

        Read(pace, 16, TimeSpan.FromMilliseconds(1.69));
        Assert.Equal(3, pace.Window);
    }

    [Fact]
    public void A_slow_baud_rate_makes_the_proof_no_easier()
    {
        var pace = new SendWindow(isVescUsb: false, atLeast: TimeSpan.FromMilliseconds(45));

        Read(pace, 16, _slow);

        Assert.Equal(1, pace.Window);
    }

    private static void Read(SendWindow pace, int count, TimeSpan elapsed)
    {
        for (int i = 0; i < count; i++)
        {
            pace.RecordFullRead(elapsed);
        }
    }
}
