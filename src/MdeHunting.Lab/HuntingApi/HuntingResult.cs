using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>A result and what it cost; the time is the made-up one where <see cref="Settings.LabOptions.RowsPerSecond"/> makes one up.</summary>
internal sealed record HuntingResult(KqlTable Table, TimeSpan Elapsed, long AllocatedBytes);
