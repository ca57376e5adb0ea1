package perigee.code;

import java.util.Arrays;
import java.util.function.Consumer;
import perigee.memory.Memory;

/**
 * What entering, leaving and calling cost: the figures of the package's chapter. A program, not a test; after
 * {@code mvn test-compile}:
 *
 * <pre>
 *   java --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
 *     -cp interpreter/target/classes:jit/target/classes:jit/target/test-classes perigee.code.CallingFigures
 * </pre>
 *
 * Variants take turns, and the least time of each counts.
 */
final class CallingFigures {
    private static final int TURNS = 15;

    // The thread block: register r15 in all guest code here.
    private static final int C_STACK = 0;
    private static final int GUEST_STACK = 8;
    private static final int OTHER_STACK = 16;
    private static final int COUNTDOWN = 24;
    private static final int RESUME = 32;

    private static final String SAVE = "55 53 41 54 41 55 41 56 41 57";         // push rbp, rbx, r12, r13, r14, r15
    private static final String RESTORE = "41 5f 41 5e 41 5d 41 5c 5b 5d";
    private static final String BLOCK_IN_R15 = "49 89 ff";                      // mov r15, rdi
    private static final String POP_JUMP = "59 ff e1";                          // pop rcx; jmp rcx
    private static final String COUNT_DOWN = "49 ff 4f 18";                     // dec qword [r15+24]

    /** How a guest function calls another one. */
    private enum Calling {
        /** {@code call} and {@code ret}, with rsp on the guest stack. */
        CALL,
        /** {@code lea, push, jmp} and {@code pop, jmp}, with rsp on the guest stack. */
        PUSH,
        /** {@code lea, mov, jmp} and {@code jmp [r14-16]}: return addresses in frames at r14, rsp stays on the C stack. */
        FRAME
    }

    /** How guest code leaves, and what ends the exit stub. */
    private enum Leaving {
        /** {@code jmp} to the exit stub, which {@code ret}s to the downcall. */
        JUMP_RET,
        /** {@code call} of the exit stub: it leaves an entry in the return-address predictor. */
        CALL_RET,
        /** {@code jmp} to the exit stub, which goes to the downcall by {@code pop, jmp}: it leaves one, too. */
        JUMP_JUMP
    }

    private final CodeCache cache = Caches.open(1 << 20);
    private final long block = Memory.reserve(64);
    private final StackReservation stacks = StackReservation.open(2, 1 << 20).orElseThrow();

    public static void main(String[] arguments) {
        CallingFigures figures = new CallingFigures();
        figures.entering();
        figures.leaving();
        figures.calling();
        figures.sharedFunction();
        figures.switching();
    }

    // ---- entering ---------------------------------------------------------------------------------------------------

    private void entering() {
        long empty = install(new Bytes().hex("48 89 f8").ret());
        long saving = install(new Bytes().hex(SAVE).hex("48 89 f8").hex(RESTORE).ret());
        // push ss, rsp, flags, cs, the next address; iretq
        long iret = install(new Bytes().hex("8c d0 48 89 e1 50 51 9c 8c c8 50").to("48 8d 05", "next").hex("50 48 cf")
                .label("next").hex("48 89 f8").ret());
        long cpuid = install(new Bytes().hex("53 31 c0 0f a2 5b 48 89 f8").ret());
        double[] nanos = best(5_000_000, n -> repeat(empty, n), n -> repeatBriefly(empty, n), n -> repeat(saving, n),
                n -> repeat(iret, n));
        System.out.printf("enter and return at once %6.2f ns, critical %6.2f, saving six registers %6.2f, iretq %6.2f%n",
                nanos[0], nanos[1], nanos[2], nanos[3]);
        System.out.printf("with cpuid %6.0f ns%n", best(20_000, n -> repeat(cpuid, n))[0]);
    }

    private static void repeat(long target, long n) {
        for (long i = 0; i < n; i++) {
            if (NativeEntry.call(target, i, i) != i) {
                throw new AssertionError();
            }
        }
    }

    private static void repeatBriefly(long target, long n) {
        for (long i = 0; i < n; i++) {
            if (NativeEntry.callBriefly(target, i, i, 0, 0) != i) {
                throw new AssertionError();
            }
        }
    }

    // ---- leaving ----------------------------------------------------------------------------------------------------

    private void leaving() {
        System.out.println("\nleaving to Java and coming back, from functions nested so deep: ns with the calls and"
                + " returns, (without leaving)");
        System.out.printf("%-32s", "");
        int[] depths = {0, 1, 2, 4, 8, 16};
        for (int depth : depths) {
            System.out.printf("%16d", depth);
        }
        System.out.println();
        for (Leaving leaving : Leaving.values()) {
            for (Calling calling : Calling.values()) {
                if (calling == Calling.FRAME && leaving != Leaving.JUMP_RET) {
                    continue;
                }
                System.out.printf("leaving %-10s calls by %-6s", leaving, calling);
                for (int depth : depths) {
                    Guest with = chain(calling, leaving, depth, true);
                    Guest without = chain(calling, leaving, depth, false);
                    double[] nanos = best(1_000_000, n -> run(with, n), n -> run(without, n));
                    System.out.printf("%8.1f (%5.1f)", nanos[0], nanos[1]);
                }
                System.out.println();
            }
        }
    }

    /** A loop that calls a chain of functions, the innermost of which leaves or does not. */
    private Guest chain(Calling calling, Leaving leaving, int depth, boolean leaves) {
        return guest(calling, leaving, b -> {
            b.label("loop");
            if (depth == 0) {
                request(b, calling, leaving, leaves);
            } else {
                call(b, calling, "f" + depth, "top");
            }
            b.hex(COUNT_DOWN).to("0f 85", "loop");
            finish(b);
            for (int i = depth; i >= 1; i--) {
                b.align(32, 0).label("f" + i);
                if (i > 1) {
                    call(b, calling, "f" + (i - 1), "n" + i);
                } else {
                    request(b, calling, leaving, leaves);
                }
                comeBack(b, calling);
            }
        });
    }

    // ---- calls inside the guest -------------------------------------------------------------------------------------

    private void calling() {
        System.out.println("\nns a call                        by call   by push  by frame");
        for (int depth : new int[] {1, 4, 16, 64}) {
            compare("chain of " + depth, 20_000_000 / depth, depth, k -> chain(k, Leaving.JUMP_RET, depth, false));
        }
        compare("fib(30)", 5, 2_692_537, this::fibonacci);
    }

    private Guest fibonacci(Calling calling) {
        return guest(calling, Leaving.JUMP_RET, b -> {
            b.label("loop").hex("bf").int32(30);
            call(b, calling, "fib", "b0");
            b.hex(COUNT_DOWN).to("0f 85", "loop");
            finish(b);
            b.align(32, 0).label("fib").hex("48 83 ff 02").to("0f 8c", "leaf");     // cmp rdi, 2; jl leaf
            b.hex(calling == Calling.FRAME ? "49 89 3e" : "57").hex("48 83 ef 01"); // push rdi; sub rdi, 1
            call(b, calling, "fib", "b1");
            b.hex(calling == Calling.FRAME ? "49 8b 3e 49 89 16" : "5f 52").hex("48 83 ef 02"); // pop rdi; push rdx
            call(b, calling, "fib", "b2");
            b.hex(calling == Calling.FRAME ? "49 03 16" : "59 48 01 ca");           // pop rcx; add rdx, rcx
            comeBack(b, calling);
            b.label("leaf").hex("48 89 fa");
            comeBack(b, calling);
        });
    }

    /** One function called from many places, in turn or at random, with a loop in it that makes its history long. */
    private void sharedFunction() {
        for (boolean random : new boolean[] {false, true}) {
            for (int places : new int[] {2, 8, 32}) {
                for (int iterations : new int[] {1, 10, 100}) {
                    compare(places + " places " + (random ? "at random, loop " : "in turn, loop ") + iterations,
                            20_000_000 / (places * (iterations + 10)), places,
                            k -> places(k, places, iterations, random));
                }
            }
        }
    }

    private Guest places(Calling calling, int places, int iterations, boolean random) {
        return guest(calling, Leaving.JUMP_RET, b -> {
            b.hex("bb").int32(12345);                                      // mov ebx, seed
            b.label("loop").hex("41 bc").int32(places);                    // mov r12d, places: that many calls a turn
            b.label("next");
            if (random) {
                b.hex("69 db").int32(1664525).hex("81 c3").int32(1013904223); // ebx = ebx * a + c
                b.hex("89 d8 c1 e8 10 83 e0").hex("%02x".formatted(places - 1)); // eax = ebx >> 16 & places - 1
                b.hex("c1 e0 06").to("48 8d 0d", "places").hex("48 01 c8 ff e0"); // rax = rax * 64 + places; jmp rax
            }
            b.align(64, 0).label("places");
            for (int i = 0; i < places; i++) {
                b.align(64, 0);
                call(b, calling, "shared", "back" + i);
                if (random) {
                    b.jmp("done");
                }
            }
            b.align(64, 0);
            if (random) {
                b.label("done").hex("41 ff cc").to("0f 85", "next");       // dec r12d; jnz next
            }
            b.hex(COUNT_DOWN).to("0f 85", "loop");
            finish(b);
            b.align(32, 0).label("shared").hex("b9").int32(iterations);
            b.label("again").hex("ff c9").to("0f 85", "again");
            comeBack(b, calling);
        });
    }

    private interface GuestMaker {
        Guest make(Calling calling);
    }

    private void compare(String what, long n, double calls, GuestMaker maker) {
        Guest[] guests = Arrays.stream(Calling.values()).map(maker::make).toArray(Guest[]::new);
        Work[] works = Arrays.stream(guests).map(guest -> (Work) times -> run(guest, times)).toArray(Work[]::new);
        double[] nanos = best(n, works);
        System.out.printf("%-30s %9.2f %9.2f %9.2f%n", what, nanos[0] / calls, nanos[1] / calls, nanos[2] / calls);
    }

    // ---- coroutines -------------------------------------------------------------------------------------------------

    private void switching() {
        Guest guest = guest(Calling.PUSH, Leaving.JUMP_RET, b -> {
            String swap = "48 89 e1 49 8b 67 10 49 89 4f 10";              // mov rcx, rsp; mov rsp, [..]; mov [..], rcx
            b.label("loop").to("48 8d 05", "here").hex("50").hex(swap).hex(POP_JUMP).label("here");
            b.hex(COUNT_DOWN).to("0f 85", "loop");
            finish(b);
            b.align(32, 0).label("other").to("48 8d 05", "there").hex("50").hex(swap).hex(POP_JUMP).label("there")
                    .jmp("other");
        });
        System.out.printf("%nresume and yield between two stacks, both ways: %6.2f ns%n", best(10_000_000, n -> {
            Memory.putLong(stacks.region(1) + 4096 - 8, guest.base + guest.bytes.offset("other"));
            Memory.putLong(block + OTHER_STACK, stacks.region(1) + 4096 - 8);
            run(guest, n);
        })[0]);
    }

    // ---- pieces of guest code ---------------------------------------------------------------------------------------

    /** Installed guest code: the enter stub stands at its base. */
    private record Guest(Calling calling, Bytes bytes, long base, int start) {
    }

    private Guest guest(Calling calling, Leaving leaving, Consumer<Bytes> body) {
        Bytes b = new Bytes();
        b.hex(SAVE).hex(BLOCK_IN_R15);
        if (calling == Calling.FRAME) {
            b.hex("4d 8b 77 08 41 ff 67 20");                              // mov r14, [r15+8]; jmp [r15+32]
        } else {
            b.hex("49 89 27 49 8b 67 08").hex(POP_JUMP);                   // mov [r15], rsp; mov rsp, [r15+8]
        }
        b.align(32, 0).label("exit");
        if (calling == Calling.FRAME) {
            b.hex("4d 89 77 08");                                          // mov [r15+8], r14
        } else {
            b.hex("49 89 67 08 49 8b 27");                                 // mov [r15+8], rsp; mov rsp, [r15]
        }
        b.hex(RESTORE);
        if (leaving == Leaving.JUMP_JUMP) {
            b.hex(POP_JUMP);
        } else {
            b.ret();
        }
        b.align(32, 0);
        int start = b.size();
        body.accept(b);
        return new Guest(calling, b, install(b), start);
    }

    private static void call(Bytes b, Calling calling, String target, String back) {
        switch (calling) {
            case CALL -> b.call(target);
            case PUSH -> b.to("48 8d 05", back).hex("50").jmp(target).label(back); // lea rax, [back]; push rax; jmp
            // lea rax, [back]; add r14, 64; mov [r14-16], rax; jmp; back: sub r14, 64
            case FRAME -> b.to("48 8d 05", back).hex("49 83 c6 40 49 89 46 f0").jmp(target).label(back).hex("49 83 ee 40");
        }
    }

    private static void comeBack(Bytes b, Calling calling) {
        switch (calling) {
            case CALL -> b.ret();
            case PUSH -> b.hex(POP_JUMP);
            case FRAME -> b.hex("41 ff 66 f0");                            // jmp [r14-16]
        }
    }

    private static void request(Bytes b, Calling calling, Leaving leaving, boolean leaves) {
        if (!leaves) {
            return;
        }
        if (leaving == Leaving.CALL_RET) {
            b.movEax(1).call("exit");
        } else if (calling == Calling.FRAME) {
            b.to("48 8d 05", "resume").hex("49 89 47 20").movEax(1).jmp("exit").label("resume"); // mov [r15+32], rax
        } else {
            b.to("48 8d 05", "resume").hex("50").movEax(1).jmp("exit").label("resume");
        }
    }

    private static void finish(Bytes b) {
        b.movEax(0).jmp("exit");
    }

    /** The driver: enters, and enters again until the guest says that it is done. */
    private void run(Guest guest, long n) {
        long top;
        if (guest.calling == Calling.FRAME) {
            top = stacks.region(0);
            Memory.putLong(block + GUEST_STACK, top);
            Memory.putLong(block + RESUME, guest.base + guest.start);
        } else {
            top = stacks.region(1);
            Memory.putLong(top - 8, guest.base + guest.start);
            Memory.putLong(block + GUEST_STACK, top - 8);
        }
        Memory.putLong(block + COUNTDOWN, n);
        while (NativeEntry.call(guest.base, block, 0) != 0) {
        }
        if (Memory.getLong(block + COUNTDOWN) != 0 || Memory.getLong(block + GUEST_STACK) != top) {
            throw new AssertionError();
        }
    }

    // ---- measuring --------------------------------------------------------------------------------------------------

    private interface Work {
        void times(long n);
    }

    /** Nanoseconds a time of each work. */
    private static double[] best(long n, Work... works) {
        double[] best = new double[works.length];
        Arrays.fill(best, Double.MAX_VALUE);
        for (int turn = -1; turn < TURNS; turn++) {
            for (int i = 0; i < works.length; i++) {
                long before = System.nanoTime();
                works[i].times(n);
                double nanos = (double) (System.nanoTime() - before) / n;
                best[i] = turn < 0 ? best[i] : Math.min(best[i], nanos);
            }
        }
        return best;
    }

    private long install(Bytes bytes) {
        CodeObject object = cache.install(UnlinkedCode.plain("guest", CodeKind.STUB, bytes.code()), Caches.OWNER)
                .orElseThrow();
        cache.patcher().synchronise();
        return object.start();
    }
}
