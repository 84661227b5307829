namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>One person's day at their machine: the programs that stay open until they leave.</summary>
internal sealed record WorkSession(Person Person, DateTime Start, DateTime End, RunningProcess Explorer, IReadOnlyList<RunningProcess> Programs)
{
    public Machine Machine => Person.Desk;

    public RunningProcess Program(string fileName) => Programs.First(program => program.Image.FileName == fileName);
}
