using System.Security.Cryptography;
using NATS.Client.ObjectStore;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.IO;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Fleet;

/// <summary>Recipe and images of a rollout at a station. What has not the SHA-256 that was signed is not taken.</summary>
/// <param name="folder">Where they are kept.</param>
/// <param name="store">The images of the station.</param>
internal sealed class FleetFiles(string folder, ImageStore store)
{
    /// <summary>The longest file in bytes.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>Gives the files of a rollout to the server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="target">The rollout's target.</param>
    /// <param name="beside">The folder of the document.</param>
    /// <param name="stop">Stops.</param>
    /// <exception cref="RolloutRejectedException">A file is not the one that was signed.</exception>
    public static async Task GiveAsync(FleetServer server, RolloutTarget target, string beside, CancellationToken stop)
    {
        foreach (var (name, sha256) in target.Files)
        {
            await server.Files.PutAsync(sha256, ReadSigned(Path.Combine(beside, name), sha256), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the files of a rollout beside its document.</summary>
    /// <exception cref="RolloutRejectedException">A file is not the one that was signed.</exception>
    public static void Check(RolloutTarget target, string beside)
    {
        foreach (var (name, sha256) in target.Files)
        {
            ReadSigned(Path.Combine(beside, name), sha256);
        }
    }

    /// <summary>The recipe of a rollout with everything that it names, fetched and checked.</summary>
    /// <exception cref="RolloutRejectedException">A file is not there, or not the one that was signed, or the recipe cannot be
    /// used.</exception>
    public async Task<LoadedRecipe> LoadAsync(FleetServer server, RolloutDocument document, CancellationToken stop)
    {
        string own = Path.Combine(folder, document.Name);
        try
        {
            Directory.CreateDirectory(own);
            foreach (var (name, sha256) in document.Target.Files)
            {
                await BringAsync(server, Path.Combine(own, name), sha256, stop).ConfigureAwait(false);
            }

            string list = string.Join('\n', document.Target.Files.Values.Concat(document.Target.Images));
            var approved = ApprovedImages.Parse($"rollout {document.Name}", new StringReader(list));
            return RecipeFile.Load(Path.Combine(own, document.Target.Recipe), store, approved);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RolloutRejectedException("stateUnusable", $"the files of the rollout cannot be kept: {IOErrorText.OfWriting(e)}", e);
        }
        catch (RecipeRejectedException e)
        {
            throw new RolloutRejectedException("recipeRejected", e.Message, e);
        }
        catch (ImageRejectedException e)
        {
            throw new RolloutRejectedException(e.Code, e.Message, e);
        }
    }

    private static async Task BringAsync(FleetServer server, string path, string sha256, CancellationToken stop)
    {
        if (File.Exists(path) && IsSigned(await File.ReadAllBytesAsync(path, stop).ConfigureAwait(false), sha256))
        {
            return;
        }

        byte[] content;
        try
        {
            var info = await server.Files.GetInfoAsync(sha256, cancellationToken: stop).ConfigureAwait(false);
            content = info.Size > MaxLength
                ? throw new RolloutRejectedException("fileRefused", $"{Path.GetFileName(path)} has {info.Size} bytes, at most {MaxLength}")
                : await server.Files.GetBytesAsync(sha256, stop).ConfigureAwait(false);
        }
        catch (NatsObjNotFoundException e)
        {
            throw new RolloutRejectedException("fileMissing", $"the server does not have {Path.GetFileName(path)} (SHA-256 {sha256})", e);
        }

        Require(content, sha256, Path.GetFileName(path));
        string part = $"{path}-{Guid.NewGuid():N}.part";
        await File.WriteAllBytesAsync(part, content, stop).ConfigureAwait(false);
        File.Move(part, path, overwrite: true);
    }

    private static byte[] ReadSigned(string path, string sha256)
    {
        byte[] content = RolloutFile.ReadFile(path, MaxLength);
        Require(content, sha256, path);
        return content;
    }

    private static bool IsSigned(byte[] content, string sha256) => Convert.ToHexStringLower(SHA256.HashData(content)) == sha256;

    private static void Require(byte[] content, string sha256, string name)
    {
        if (!IsSigned(content, sha256))
        {
            throw new RolloutRejectedException("fileRefused",
                $"{name} has SHA-256 {Convert.ToHexStringLower(SHA256.HashData(content))}; the rollout approves {sha256}");
        }
    }
}
