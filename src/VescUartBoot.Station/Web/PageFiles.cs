namespace VescUartBoot.Station.Web;

/// <summary>The page, which lies in the program: no other file is ever served.</summary>
internal static class PageFiles
{
    private static readonly (string Path, string Name, string Type)[] _files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/history", "history.html", "text/html; charset=utf-8"),
        ("/fleet", "fleet.html", "text/html; charset=utf-8"),
        ("/station.css", "station.css", "text/css; charset=utf-8"),
        ("/station.js", "station.js", "text/javascript; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/fleet.js", "fleet.js", "text/javascript; charset=utf-8"),
        ("/history.js", "history.js", "text/javascript; charset=utf-8"),
        ("/openapi.json", "openapi.json", "application/json"),
        ("/recipe.schema.json", "recipe.schema.json", "application/schema+json"),
    ];

    /// <summary>Serves the files.</summary>
    public static void Map(WebApplication app)
    {
        foreach (var (path, name, type) in _files)
        {
            byte[] content = Read($"page/{name}");
            app.MapGet(path, () => Results.Bytes(content, type));
        }
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
