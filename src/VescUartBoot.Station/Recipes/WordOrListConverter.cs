using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Recipes;

/// <summary>Reads one text as a list of one.</summary>
internal sealed class WordOrListConverter : JsonConverter<IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("a text or a list of texts is expected");
        }

        var words = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            words.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("a text is expected"));
        }

        return words;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string word in value)
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
    }
}
