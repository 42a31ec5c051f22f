package stator.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.door.BrowserGuard;
import stator.door.Door;
import stator.door.Handler;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.SlowCalls;
import stator.door.audit.AuditLog;
import stator.door.log.CallLog;
import stator.door.metric.CallMetrics;
import stator.door.metric.MetricsPage;
import stator.http.HttpLimits;
import stator.http.HttpServer;
import stator.identity.Principal;
import stator.operation.DynamoDbService;
import stator.server.security.Callers;
import stator.server.storage.InnerPlace;
import stator.storage.Store;

/** Servers before one store, in one process, as clients of each see them. */
@Timeout(60)
class ClusterMemberTest {
    private static final String SLOW = "slow";

    private final SharedMemory memory = new SharedMemory();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Member> members = new ArrayList<>();
    private final Set<String> executed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch slowBegun = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);

    /** What a client got. */
    private record Answer(int status, String body, String checksum) {}

    /** A server whose only service says its name and what it was sent. */
    private final class Member {
        private final String name;
        private final SharedMemory.Seen shared = memory.asSeen();
        private final ClusterMember role;
        private final InnerDoor door;
        private final HttpServer http;
        private final int port;

        Member(String name) throws Exception {
            this.name = name;
            byte[] secret = InnerDoor.secret(shared);
            role =
                    new ClusterMember(
                            shared,
                            secret,
                            (store, standing) -> served(store),
                            this::standbyDoor,
                            Clock.systemUTC());
            http =
                    new HttpServer(
                            role, HttpLimits.defaults(), Clock.systemUTC(), new SecureRandom());
            door =
                    InnerDoor.open(
                            InnerPlace.LOOPBACK, role, secret, http.budget(), Clock.systemUTC());
            role.start(door);
            port = http.listen(InnerPlace.LOOPBACK.listen()).getPort();
            members.add(this);
        }

        private Served served(Store store) {
            Door own = door(DynamoDbService.nameplate(() -> (Service) this::answer).unsigned());
            return new Served() {
                @Override
                public Handler door() {
                    return own;
                }

                @Override
                public void resume() {
                    // It has nothing under way.
                }

                @Override
                public void close() {
                    store.close();
                }
            };
        }

        private Reply answer(Request request, Principal principal) {
            String body = new String(request.body());
            executed.add(body);
            if (body.equals(SLOW)) {
                slowBegun.countDown();
                try {
                    slowMayEnd.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Reply.of(200, "", name + " got " + body);
        }

        private Handler standbyDoor(ClusterMember standing, ClusterMember.Elsewhere holder) {
            Nameplate nameplate = DynamoDbService.nameplate(() -> null);
            return door(
                    nameplate.elsewhere(
                            (request, principal) -> holder.forward(request, nameplate.form())));
        }

        private static Door door(Nameplate nameplate) {
            Callers believed = Callers.believed();
            return new Door(
                    List.of(nameplate),
                    new BrowserGuard(List.of(), List.of(), false),
                    believed.authenticator(),
                    believed.authorizer(),
                    new CallMetrics("none"),
                    SlowCalls.OFF,
                    new CallLog(Clock.systemUTC(), Set.of()),
                    AuditLog.OFF);
        }

        Answer ask(String body) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection)
                                URI.create("http://127.0.0.1:" + port + "/")
                                        .toURL()
                                        .openConnection();
                connection.setDoOutput(true);
                connection.getOutputStream().write(body.getBytes());
                int status = connection.getResponseCode();
                try (InputStream input =
                        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                    return new Answer(
                            status,
                            new String(input.readAllBytes()),
                            connection.getHeaderField("x-amz-crc32"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        CompletableFuture<Answer> begin(String body) {
            return CompletableFuture.supplyAsync(() -> ask(body), threads);
        }

        /** As a process that is gone: nothing is handed over. */
        void die() {
            door.close();
            members.remove(this);
            memory.forgetHolder();
        }

        void end() {
            http.close();
            role.close();
            door.close();
        }
    }

    @AfterEach
    void end() {
        slowMayEnd.countDown();
        List.copyOf(members).forEach(Member::end);
        threads.shutdownNow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < 30_000_000_000L, "it did not come to be");
            Thread.sleep(10);
        }
    }

    private static String role(Member member) {
        return member.role.description().get("role").toString();
    }

    @Test
    void eachAnswersAsTheHolderDoes() throws Exception {
        Member a = new Member("a");
        Member b = new Member("b");
        assertEquals("holder standby", role(a) + " " + role(b));
        for (int i = 0; i < 3; i++) {
            assertEquals("a got x", a.ask("x").body());
            Answer brought = b.ask("x");
            assertEquals("a got x", brought.body());
            assertEquals(a.ask("x"), brought);
        }
        assertTrue(a.role.unready().isEmpty() && b.role.unready().isEmpty());
        MetricsPage page = new MetricsPage();
        b.role.writeMetrics(page);
        assertTrue(page.toString().contains("stator_cluster_forwarded_total{} 3"), page.toString());
    }

    @Test
    void oneThatHandsOverBringsItsOwnRequestsToTheNext() throws Exception {
        Member a = new Member("a");
        Member b = new Member("b");
        CompletableFuture<Answer> slow = b.begin(SLOW);
        slowBegun.await();
        CompletableFuture<Void> handedOver = CompletableFuture.runAsync(a.role::handOver, threads);
        await(() -> role(a).equals("standby"));
        CompletableFuture<Answer> meanwhile = a.begin("meanwhile");
        slowMayEnd.countDown();
        assertEquals("a got slow", slow.get().body());
        handedOver.get();
        assertEquals("b got meanwhile", meanwhile.get().body());
        assertEquals("standby holder", role(a) + " " + role(b));
        assertEquals("b got y", a.ask("y").body());
    }

    @Test
    void whenTheHolderDiesAnotherAnswersAndWhatWasUnderWayIsUnknown() throws Exception {
        Member a = new Member("a");
        Member b = new Member("b");
        CompletableFuture<Answer> slow = b.begin(SLOW);
        slowBegun.await();
        CompletableFuture<Answer> next;
        a.die();
        next = b.begin("next");
        Answer unknown = slow.get();
        assertEquals(500, unknown.status());
        assertTrue(unknown.body().contains("InternalServerError"), unknown.body());
        assertEquals("b got next", next.get().body());
        assertEquals(Set.of(SLOW, "next"), executed);
        slowMayEnd.countDown();
        a.http.close();
        a.role.close();
    }

    @Test
    void oneThatLostTheStoreStandsBy() throws Exception {
        Member a = new Member("a");
        Member b = new Member("b");
        memory.forgetHolder();
        await(() -> role(b).equals("holder") && role(a).equals("standby"));
        assertEquals("b got x", a.ask("x").body());
        assertEquals("b got x", b.ask("x").body());
        memory.forgetHolder();
        await(() -> role(a).equals("holder") && role(b).equals("standby"));
        assertEquals("a got x", b.ask("x").body());
    }

    @Test
    void oneThatShouldNotWriteLeavesTheStoreToAnother() throws Exception {
        Member a = new Member("a");
        Member b = new Member("b");
        assertEquals("a got x", b.ask("x").body());
        a.shared.object("its clock is wrong");
        await(() -> role(b).equals("holder"));
        assertEquals("b got y", a.ask("y").body());
        assertTrue(a.role.unready().isEmpty());
        b.shared.object("its clock is wrong, too");
        a.shared.object("");
        await(() -> role(a).equals("holder"));
        assertEquals("a got z", b.ask("z").body());
    }

    @Test
    void oneThatShouldNotWriteHoldsTheStoreWhileNobodyElseIsThere() throws Exception {
        Member a = new Member("a");
        a.shared.object("its clock is wrong");
        Thread.sleep(1_000);
        assertEquals("holder", role(a));
        assertEquals("a got x", a.ask("x").body());
    }
}
