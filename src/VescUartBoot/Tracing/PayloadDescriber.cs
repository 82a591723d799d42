using System.Buffers;
using System.Globalization;

namespace VescUartBoot.Tracing;

/// <summary>Describes a payload in a few words, for the comment of its line in a trace.</summary>
/// <param name="payload">The payload.</param>
/// <param name="fromBoard">Whether the board sent it.</param>
internal delegate string PayloadDescriber(ReadOnlySpan<byte> payload, bool fromBoard);
