using System.Text;
using System.Text.RegularExpressions;

namespace VescUartBoot.Images;

/// <summary>How sure a statement is.</summary>
internal enum Confidence
{
    /// <summary>It fits all that is known, and could be otherwise.</summary>
    Likely,

    /// <summary>It cannot be otherwise.</summary>
    Certain,
}
