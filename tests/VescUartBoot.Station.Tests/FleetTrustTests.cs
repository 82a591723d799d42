using System.Security.Cryptography;
using System.Text;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

public sealed class FleetTrustTests : IDisposable
{
    private static readonly byte[] _content = Encoding.UTF8.GetBytes($$"""
        {
          "schema": 1, "name": "a", "madeBy": "x", "approvedBy": "y", "notAfter": "2027-01-01T00:00:00Z",
          "targetFilter": { "hardware": ["*"] },
          "target": { "recipe": "r.json", "files": { "r.json": "{{new string('0', 64)}}" } },
          "deploymentGroups": [ { "name": "all" } ], "errorThreshold": { "failures": 1 }
        }
        """);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trust-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_document_is_opened_when_one_of_the_trusted_keys_signed_it()
    {
        using var trust = Trust(KeyPair("one"), KeyPair("two"));
        Assert.Equal("a", trust.Open(new SignedDocument(_content, TrustedKeys.Sign(_content, At("two.key"))), "a").Name);
    }

    [Fact]
    public void A_forged_document_is_refused()
    {
        using var trust = Trust(KeyPair("one"));
        KeyPair("other");
        byte[] good = TrustedKeys.Sign(_content, At("one.key"));
        byte[] changed = [.. _content];
        changed[Array.IndexOf(changed, (byte)'x')] = (byte)'z';
        Assert.Equal("documentNotTrusted", CodeOf(trust, new SignedDocument(_content, TrustedKeys.Sign(_content, At("other.key"))), "a"));
        Assert.Equal("documentNotTrusted", CodeOf(trust, new SignedDocument(changed, good), "a"));
        Assert.Equal("documentNotTrusted", CodeOf(trust, new SignedDocument(_content, []), "a"));
        Assert.Equal("documentNotTrusted", CodeOf(trust, null, "a"));
        Assert.Equal("documentNotTrusted", CodeOf(trust, new SignedDocument(_content, good), "another-name"));
    }

    [Fact]
    public void A_key_of_another_kind_is_no_key()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(At("p384.pem"), p384.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(At("none.pem"), "nothing");
        using var rsa = RSA.Create(2048);
        File.WriteAllText(At("rsa.pem"), rsa.ExportSubjectPublicKeyInfoPem());
        Assert.All(["p384.pem", "none.pem", "rsa.pem", "missing.pem"],
            name => Assert.Throws<RolloutRejectedException>(() => TrustedKeys.Load(At(name))));
        KeyPair("one");
        Assert.Equal("keyUnusable", Assert.Throws<RolloutRejectedException>(() => TrustedKeys.Sign(_content, At("one.pem"))).Code);
    }

    private static string CodeOf(TrustedKeys trust, SignedDocument? signed, string name) =>
        Assert.Throws<RolloutRejectedException>(() => trust.Open(signed, name)).Code;

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string KeyPair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(At($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(At($"{name}.pem"), key.ExportSubjectPublicKeyInfoPem());
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private TrustedKeys Trust(params string[] keys)
    {
        File.WriteAllText(At("trust.pem"), string.Join("\n", keys));
        return TrustedKeys.Load(At("trust.pem"));
    }
}
