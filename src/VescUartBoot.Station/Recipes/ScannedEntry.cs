namespace VescUartBoot.Station.Recipes;

/// <summary>How a lot or a serial number is entered.</summary>
internal sealed record ScannedEntry
{
    /// <summary>Name of the field on the screen; <see langword="null"/>: <c>Lot</c> or <c>Serial number</c>.</summary>
    public string? Label { get; set; }

    /// <summary>Shape of the entry: <c>9</c> is a digit, <c>A</c> a letter, <c>*</c> at the end anything; other characters stand for
    /// themselves. Default: anything up to 64 characters.</summary>
    public string? Mask { get; set; }

    /// <summary>No board is worked on before it is entered. Default false.</summary>
    public bool Required { get; set; }

    /// <summary>Whether an entry has the shape of <see cref="Mask"/>.</summary>
    public bool Takes(string entry)
    {
        if (Mask is null)
        {
            return true;
        }

        bool isOpen = Mask.EndsWith('*');
        string mask = isOpen ? Mask[..^1] : Mask;
        return (isOpen ? entry.Length >= mask.Length : entry.Length == mask.Length)
            && mask.Zip(entry).All(pair => pair.First switch
            {
                '9' => char.IsAsciiDigit(pair.Second),
                'A' => char.IsAsciiLetter(pair.Second),
                var same => same == pair.Second,
            });
    }
}
