using VescUartBoot.Catalog;
using VescUartBoot.Images;

namespace VescUartBoot.Station.Recipes;

/// <summary>A bootloader that a recipe names.</summary>
/// <param name="Name">Id or file name.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Image">The image, where the recipe names a file.</param>
/// <param name="Entry">The entry of the catalogue, where it names an id or a hash.</param>
internal sealed record RecipeImage(string Name, string Sha256, BootloaderImage? Image, CatalogEntry? Entry)
{
    /// <summary>Finds a bootloader.</summary>
    /// <param name="word">A file, an id or a hash.</param>
    /// <param name="folder">The folder of the recipe.</param>
    /// <param name="store">Where images are.</param>
    /// <exception cref="ImageRejectedException">There is none, or it is no bootloader.</exception>
    public static RecipeImage Find(string word, string folder, ImageStore store)
    {
        string file = Path.Combine(folder, word);
        if (File.Exists(file))
        {
            var image = BootloaderImage.Load(file);
            return new RecipeImage(image.Name, image.Sha256, image, null);
        }

        var entry = ImageReference.Find(word, ImageKind.Bootloader, ImageCatalog.Shipped, store).Entries[0];
        return new RecipeImage(entry.Id, entry.Sha256, null, entry);
    }
}
