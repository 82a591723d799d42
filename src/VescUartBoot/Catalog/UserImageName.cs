using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>The name that a user gives to an image that is in no catalogue. Its id is <c>own/NAME</c>.</summary>
internal static class UserImageName
{
    /// <summary>The prefix of the name in an id.</summary>
    public const string Prefix = "own/";

    private const int MaxLength = 64;

    /// <summary>Letters, digits and <c>. _ + -</c>, 1 to 64 of them, a letter or digit first: a file name on every system.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');

    /// <summary>Rejects an invalid name.</summary>
    /// <exception cref="ImageRejectedException">The name is invalid.</exception>
    public static void Require(string name)
    {
        if (!IsValid(name))
        {
            throw new ImageRejectedException("nameInvalid", $"'{name}' is not a valid image name");
        }
    }
}
