namespace VescUartBoot.Messages;

/// <summary>A piece of the compressed text that describes the configuration of a package.</summary>
/// <param name="Total">Length of the complete text in bytes, compressed.</param>
/// <param name="Bytes">The piece.</param>
internal readonly record struct PackageLayoutPiece(int Total, byte[] Bytes);
