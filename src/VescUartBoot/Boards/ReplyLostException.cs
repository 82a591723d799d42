namespace VescUartBoot.Boards;

/// <summary>A later request was answered, so this one will not be: replies on one link come in order.</summary>
internal sealed class ReplyLostException(string request) : VescException($"no answer to {request}, but to a later question");
