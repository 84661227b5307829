using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>A result and what it cost.</summary>
internal sealed record HuntingResult(KqlTable Table, TimeSpan Elapsed, long AllocatedBytes);
