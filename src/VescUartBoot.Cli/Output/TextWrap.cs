namespace VescUartBoot.Cli;

/// <summary>Breaks a text into lines at spaces.</summary>
internal static class TextWrap
{
    public static IEnumerable<string> Lines(string text, int width)
    {
        while (text.Length > width)
        {
            int space = text.LastIndexOf(' ', width);
            int cut = space > 0 ? space : width;
            yield return text[..cut];
            text = text[cut..].TrimStart();
        }

        yield return text;
    }
}
