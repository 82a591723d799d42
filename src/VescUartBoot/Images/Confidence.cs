using System.Text;
using System.Text.RegularExpressions;

namespace VescUartBoot.Images;

/// <summary>Confidence in a statement.</summary>
internal enum Confidence
{
    /// <summary>Consistent with all that is known, but not proved.</summary>
    Likely,

    /// <summary>Proved.</summary>
    Certain,
}
