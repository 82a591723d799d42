using System.Globalization;

namespace VescUartBoot.Settings;

/// <summary>Computes a formula of a rule: numbers, names of settings, + - * / ^ and parentheses.</summary>
internal sealed class Formula
{
    private readonly Func<string, double> _valueOf;
    private string _rest;

    private Formula(string text, Func<string, double> valueOf) => (_rest, _valueOf) = (text, valueOf);

    /// <summary>The value of a formula.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static double Compute(string text, Func<string, double> valueOf)
    {
        var formula = new Formula(text, valueOf);
        double value = formula.Sum();
        return formula._rest.Length == 0 ? value : throw new FormatException($"'{text}' is not a formula");
    }

    /// <summary>The names of settings in a formula.</summary>
    public static IReadOnlyList<string> NamesIn(string text)
    {
        List<string> names = [];
        Compute(text, name =>
        {
            names.Add(name);
            return 1;
        });
        return names;
    }

    private double Sum()
    {
        double value = Product();
        while (Takes("+-", out char sign))
        {
            value = sign == '+' ? value + Product() : value - Product();
        }

        return value;
    }

    private double Product()
    {
        double value = Power();
        while (Takes("*/", out char sign))
        {
            value = sign == '*' ? value * Power() : value / Power();
        }

        return value;
    }

    private double Power()
    {
        double value = Operand();
        return Takes("^", out _) ? Math.Pow(value, Operand()) : value;
    }

    private double Operand()
    {
        if (Takes("(", out _))
        {
            double value = Sum();
            return Takes(")", out _) ? value : throw new FormatException("a parenthesis is missing");
        }

        int length = 0;
        while (length < _rest.Length && (char.IsAsciiLetterOrDigit(_rest[length]) || _rest[length] is '_' or '.'))
        {
            length++;
        }

        string word = _rest[..length];
        _rest = _rest[length..];
        return word.Length > 0 && char.IsAsciiDigit(word[0]) ? double.Parse(word, CultureInfo.InvariantCulture) : _valueOf(word);
    }

    private bool Takes(string signs, out char sign)
    {
        sign = _rest.Length == 0 ? '\0' : _rest[0];
        if (!signs.Contains(sign, StringComparison.Ordinal))
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }
}
