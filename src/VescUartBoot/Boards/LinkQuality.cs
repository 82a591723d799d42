namespace VescUartBoot.Boards;

/// <summary>What the check of a link has measured, with small requests one at a time.</summary>
/// <param name="Requests">How many were sent.</param>
/// <param name="Lost">How many were not answered, or only by a frame whose checksum did not fit.</param>
/// <param name="Corrupt">How often the stream held bytes that were no frame.</param>
/// <param name="MedianRoundTrip">Half of the answers came sooner.</param>
/// <param name="LongestRoundTrip">The slowest answer.</param>
internal sealed record LinkQuality(int Requests, int Lost, long Corrupt, TimeSpan MedianRoundTrip, TimeSpan LongestRoundTrip);
