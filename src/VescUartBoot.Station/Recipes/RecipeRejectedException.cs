namespace VescUartBoot.Station.Recipes;

/// <summary>A file that is no recipe.</summary>
/// <param name="message">Name of the file, place in it and reason.</param>
/// <param name="inner">The cause.</param>
internal sealed class RecipeRejectedException(string message, Exception? inner = null) : Exception(message, inner);
