namespace VescUartBoot.Messages;

/// <summary>A piece of the packed text that describes a package's configuration.</summary>
/// <param name="Total">Bytes of the whole text, packed.</param>
/// <param name="Bytes">The piece.</param>
internal readonly record struct PackageLayoutPiece(int Total, byte[] Bytes);
