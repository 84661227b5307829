namespace MdeHunting.Service.Json;

/// <summary>Something that is larger than is taken in; the message says what, as the end of a sentence. Never leaves the reading.</summary>
internal sealed class TooLargeException(string what) : Exception(what);
