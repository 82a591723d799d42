using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

using NATS.Client.Core;
using NATS.NKeys;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Tests;

/// <summary>TLS and credentials against a real message server, and the words where they fail.</summary>
[Trait("Category", "Slow")]
public sealed class FleetConnectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fleet-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 120_000)]
    public async Task A_certificate_is_trusted_by_its_file_and_no_other_is()
    {
        Certificate("server");
        Certificate("other");
        using var nats = new NatsServer("--tls", "--tlscert", At("server.pem"), "--tlskey", At("server.key"));
        string url = Tls(nats);
        Assert.Null(await TroubleAsync(url, authorities: At("server.pem")));
        Assert.Contains("--ca FILE names the authority", await TroubleAsync(url, authorities: At("other.pem")), StringComparison.Ordinal);
        Assert.Contains("--ca FILE names the authority", await TroubleAsync(url), StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("none.pem"), "nothing", Token);
        Assert.Contains("--ca FILE names the authority", await TroubleAsync(url, authorities: At("none.pem")), StringComparison.Ordinal);
        using var open = new NatsServer();
        Assert.Equal($"{Tls(open)} has no TLS: start it with a certificate, or give nats://",
            await TroubleAsync(Tls(open), authorities: At("server.pem")));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_certificate_that_is_over_or_of_another_host_is_refused()
    {
        Certificate("over", days: -2);
        Certificate("elsewhere", host: "192.0.2.1");
        foreach (string name in new[] { "over", "elsewhere" })
        {
            using var nats = new NatsServer("--tls", "--tlscert", At($"{name}.pem"), "--tlskey", At($"{name}.key"));
            string? trouble = await TroubleAsync(Tls(nats), authorities: At($"{name}.pem"));
            Assert.StartsWith("no TLS with tls://", trouble, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_rollout_runs_over_TLS_with_credentials()
    {
        Certificate("server");
        var own = new Operator("own");
        await File.WriteAllTextAsync(At("ada.creds"), own.Credentials("ada"), Token);
        await File.WriteAllTextAsync(At("nats.conf"), $$"""
            {{own.Configuration}}
            tls { cert_file: "{{At("server.pem")}}", key_file: "{{At("server.key")}}" }
            """, Token);
        await using var fleet = new TestFleet("-c", At("nats.conf"))
        {
            Connection = o => o with { Url = Tls(o.Url), Authorities = At("server.pem"), Credentials = At("ada.creds") },
        };
        string[] words = ["--ca", At("server.pem"), "--creds", At("ada.creds")];
        using var station = fleet.StartProgram("a", Tls(fleet.Nats), ["--simulate", "2", "--coordinate", .. words]);
        try
        {
            await fleet.UntilKnownAsync(2);
            await fleet.StartAsync("secret");
            var (_, steps) = await fleet.UntilAsync("secret", RolloutPhase.Finished);
            Assert.Equal(2, steps.Count(s => s.State == StepState.Done));
        }
        finally
        {
            await TestFleet.KillAsync(station);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task A_user_with_a_password_is_taken_and_the_password_is_never_shown()
    {
        using var nats = new NatsServer("--user", "ada", "--pass", "secret");
        string Url(string user) => nats.Url.Replace("nats://", $"nats://{user}", StringComparison.Ordinal);
        Assert.Null(await TroubleAsync(Url("ada:secret@")));
        string wrong = (await TroubleAsync(Url("ada:wrong-one@")))!;
        Assert.Contains("asks for credentials", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", wrong, StringComparison.Ordinal);
        Assert.Contains("asks for credentials", await TroubleAsync(nats.Url), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_of_credentials_is_taken_and_one_of_another_operator_is_refused()
    {
        var own = new Operator("own");
        await File.WriteAllTextAsync(At("nats.conf"), own.Configuration, Token);
        await File.WriteAllTextAsync(At("ada.creds"), own.Credentials("ada"), Token);
        await File.WriteAllTextAsync(At("eve.creds"), new Operator("other").Credentials("eve"), Token);
        using var nats = new NatsServer("-c", At("nats.conf"));
        Assert.Null(await TroubleAsync(nats.Url, credentials: At("ada.creds")));
        Assert.Contains($"refuses the credentials of {At("eve.creds")}", await TroubleAsync(nats.Url, credentials: At("eve.creds")),
            StringComparison.Ordinal);
        Assert.Contains("asks for credentials", await TroubleAsync(nats.Url), StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("none.creds"), "nothing", Token);
        Assert.Equal($"{At("none.creds")} holds no credentials as nsc writes them",
            await TroubleAsync(nats.Url, credentials: At("none.creds")));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_is_away_is_named()
    {
        string url = $"nats://127.0.0.1:{NatsServer.FreePort()}";
        Assert.Equal($"no server answers at {url}", await TroubleAsync(url));
    }

    [Theory]
    [InlineData("127.0.0.1:4222")]
    [InlineData("http://127.0.0.1:4222")]
    public void An_address_of_another_kind_is_refused(string url) => Assert.Contains("--fleet takes nats://HOST:PORT",
        Assert.Throws<FormatException>(new FleetOptions { Url = url, Station = "a" }.Require).Message, StringComparison.Ordinal);

    private static string Tls(NatsServer nats) => Tls(nats.Url);

    private static string Tls(string url) => url.Replace("nats://", "tls://", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<string?> TroubleAsync(string url, string? authorities = null, string? credentials = null)
    {
        await using var server = new FleetServer(
            new FleetOptions { Url = url, Station = "a", Authorities = authorities, Credentials = credentials });
        return (await Record.ExceptionAsync(() => server.OpenAsync(Token))) is { } e ? Assert.IsType<NatsException>(e).Message : null;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Certificate(string name, int days = 1, string host = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(host));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-3), DateTimeOffset.UtcNow.AddDays(days));
        File.WriteAllText(At($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>What <c>nsc</c> makes: an operator with one account, as JSON web tokens.</summary>
    private sealed class Operator
    {
        private readonly KeyPair _operator = KeyPair.CreatePair(PrefixByte.Operator);
        private readonly KeyPair _account = KeyPair.CreatePair(PrefixByte.Account);
        private readonly KeyPair _system = KeyPair.CreatePair(PrefixByte.Account);
        private readonly string _name;

        public Operator(string name) => _name = name;

        public string Configuration => $$"""
            operator: {{Sign(_operator, _operator, new JsonObject { ["type"] = "operator", ["version"] = 2 })}}
            system_account: {{_system.GetPublicKey()}}
            resolver: MEMORY
            resolver_preload: {
              {{_system.GetPublicKey()}}: {{Account(_system, 0)}}
              {{_account.GetPublicKey()}}: {{Account(_account, -1)}}
            }
            """;

        public string Credentials(string user)
        {
            var key = KeyPair.CreatePair(PrefixByte.User);
            string token = Sign(_account, key, new JsonObject
            {
                ["type"] = "user",
                ["version"] = 2,
                ["subs"] = -1,
                ["data"] = -1,
                ["payload"] = -1,
            }, user);
            return $"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
                + $"-----BEGIN USER NKEY SEED-----\n{key.GetSeed()}\n------END USER NKEY SEED------\n";
        }

        private string Account(KeyPair account, int storage) => Sign(_operator, account, new JsonObject
        {
            ["type"] = "account",
            ["version"] = 2,
            ["limits"] = new JsonObject
            {
                ["subs"] = -1,
                ["data"] = -1,
                ["payload"] = -1,
                ["imports"] = -1,
                ["exports"] = -1,
                ["wildcards"] = true,
                ["conn"] = -1,
                ["leaf"] = -1,
                ["mem_storage"] = storage,
                ["disk_storage"] = storage,
                ["streams"] = storage,
                ["consumer"] = storage,
            },
        });

        private string Sign(KeyPair by, KeyPair subject, JsonObject claims, string? name = null)
        {
            var body = new JsonObject
            {
                ["jti"] = Guid.NewGuid().ToString("N"),
                ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                ["iss"] = by.GetPublicKey(),
                ["name"] = name ?? _name,
                ["sub"] = subject.GetPublicKey(),
                ["nats"] = claims,
            };
            string text = $"{Encoded("""{"typ":"JWT","alg":"ed25519-nkey"}"""u8)}.{Encoded(Encoding.UTF8.GetBytes(body.ToJsonString()))}";
            byte[] signature = new byte[64];
            by.Sign(Encoding.ASCII.GetBytes(text), signature);
            return $"{text}.{Encoded(signature)}";
        }

        private static string Encoded(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }
}
