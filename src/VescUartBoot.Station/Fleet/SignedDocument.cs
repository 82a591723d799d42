namespace VescUartBoot.Station.Fleet;

/// <summary>A document as it was approved.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Signature">ECDSA signature of them over SHA-256, in DER as <c>openssl dgst -sign</c> writes it.</param>
internal sealed record SignedDocument(byte[] Content, byte[] Signature);
