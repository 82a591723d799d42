using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Accidents drawn by seed: which message, which occurrence, what happens to it.</summary>
public sealed class SeededAccidentTests
{
    private const byte FwVersion = 0;
    private const byte Write = 3;
    private const byte Values = 50;
    private const byte Read = 118;
    private const byte QmlErase = 120;
    private const byte QmlWrite = 121;

    [Theory]
    [InlineData("5.03", 0)]
    [InlineData("6.05", 1000)]
    [InlineData("7.00", 2000)]
    public void Seeded_accidents_of_one_job_each_are_survived(string firmware, int firstSeed)
    {
        byte[] commands = [FwVersion, Write, Values, Read, QmlErase, QmlWrite];
        for (int seed = firstSeed; seed < firstSeed + Depth.Of(sample: 10, all: 100); seed++)
        {
            var random = new Random(seed);
            byte command = commands[random.Next(commands.Length)];
            int which = 1
                + random.Next(command is Read ? 540 : command is Write ? 15 : command is FwVersion ? 34 : command is Values ? 3 : 1);
            FaultAction what = random.Next(5) switch
            {
                0 => new Lose(),
                1 => new Flip(random.Next(520), (byte)(1 << random.Next(8))),
                2 => new DoubleIt(),
                3 => new Delay(TimeSpan.FromMilliseconds(random.Next(1200))),
                _ => new Insert(Noise(random)),
            };
            var fault = random.Next(2) == 0 ? Fault.ToReply(command, which, what)
                : Fault.ToRequest(command, which, what is Insert ? new Lose() : what);
            Accident.AssertInstalls($"seed {seed}: {fault}", fault, firmware);
        }
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(1, 40)];
        random.NextBytes(noise);
        noise[random.Next(noise.Length)] = (byte)random.Next(2, 4);
        return noise;
    }
}
