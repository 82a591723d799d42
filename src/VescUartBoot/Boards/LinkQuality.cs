namespace VescUartBoot.Boards;

/// <summary>Result of a link check, measured with small requests one at a time.</summary>
/// <param name="Requests">Number of requests sent.</param>
/// <param name="Lost">Number of requests without an answer, or with one of a wrong checksum.</param>
/// <param name="Corrupt">Number of times the stream held bytes outside a frame.</param>
/// <param name="MedianRoundTrip">Median time from request to answer.</param>
/// <param name="LongestRoundTrip">Longest time from request to answer.</param>
internal sealed record LinkQuality(int Requests, int Lost, long Corrupt, TimeSpan MedianRoundTrip, TimeSpan LongestRoundTrip);
