using System.Security.Cryptography;

namespace VescUartBoot.Station.Fleet;

/// <summary>The public keys whose signatures approve a rollout: ECDSA on the curve P-256.</summary>
internal sealed class TrustedKeys : IDisposable
{
    private const string Untrusted = "documentNotTrusted";
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly IReadOnlyList<ECDsa> _keys;

    private TrustedKeys(IReadOnlyList<ECDsa> keys) => _keys = keys;

    /// <summary>Reads a file with one or several keys in PEM.</summary>
    /// <exception cref="RolloutRejectedException">It holds none, or one of another kind.</exception>
    public static TrustedKeys Load(string path)
    {
        string text = System.Text.Encoding.UTF8.GetString(RolloutFile.ReadFile(path));
        var keys = new List<ECDsa>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            keys.Add(Import(rest[fields.Location], path));
        }

        return keys.Count > 0 ? new TrustedKeys(keys)
            : throw new RolloutRejectedException("keyUnusable", $"{path} holds no public key in PEM");
    }

    /// <summary>Signs the bytes of a document.</summary>
    /// <param name="content">The document.</param>
    /// <param name="keyFile">The private key in PEM.</param>
    /// <exception cref="RolloutRejectedException">The key is of another kind, or it cannot be read.</exception>
    public static byte[] Sign(byte[] content, string keyFile)
    {
        using var key = Import(System.Text.Encoding.UTF8.GetString(RolloutFile.ReadFile(keyFile)), keyFile);
        try
        {
            return key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException e)
        {
            throw new RolloutRejectedException("keyUnusable", $"{keyFile} holds no private key", e);
        }
    }

    /// <summary>Reads a document that one of the keys has signed.</summary>
    /// <exception cref="RolloutRejectedException">None has, or it is no document.</exception>
    public RolloutDocument Open(SignedDocument? signed, string name)
    {
        if (signed is null || !_keys.Any(k => k.VerifyData(signed.Content, signed.Signature, HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence)))
        {
            throw new RolloutRejectedException(Untrusted, $"no trusted key has signed the rollout {name}");
        }

        var document = RolloutFile.Parse(signed.Content, name);
        return document.Name == name ? document
            : throw new RolloutRejectedException(Untrusted, $"the document of the rollout {name} is that of {document.Name}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    private static ECDsa Import(ReadOnlySpan<char> pem, string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.ExportParameters(false).Curve.Oid.Value == P256 ? key
                : throw new RolloutRejectedException("keyUnusable", $"{path} holds a key of another curve than P-256");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new RolloutRejectedException("keyUnusable", $"{path} holds no key for ECDSA", e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
